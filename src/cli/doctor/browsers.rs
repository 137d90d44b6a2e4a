//! What a browser needs to compute on the GPU. The program cannot inspect browsers, so this is a fixed list.

use serde::Serialize;
use std::fmt;

/// The requirements of the page.
#[derive(Debug, Serialize)]
pub(super) struct Browsers {
    /// When the list was last checked.
    checked: &'static str,
    /// Where it is kept up to date.
    source: &'static str,
    browsers: &'static [Browser],
    needs: &'static [&'static str],
}

/// One family of browsers.
#[derive(Debug, Serialize)]
struct Browser {
    name: &'static str,
    /// The name in the printed table, where a line below another's is indented instead of repeating it.
    #[serde(skip)]
    in_table: &'static str,
    webgpu: &'static str,
}

/// From the list that the authors of WebGPU keep, as of April 2026.
pub(super) fn requirements() -> Browsers {
    Browsers {
        checked: "2026-04",
        source: "https://github.com/gpuweb/gpuweb/wiki/Implementation-Status",
        browsers: &[
            Browser {
                name: "Chrome, Edge",
                in_table: "Chrome, Edge",
                webgpu: "113 on Windows (x86), macOS and ChromeOS; 121 on Android 12 and later",
            },
            Browser {
                name: "Chrome, Edge on Linux",
                in_table: "  on Linux",
                webgpu: "144 with Intel graphics of generation 12 and later, 147 with NVIDIA's driver from 535.183.01",
            },
            Browser {
                name: "Chrome, Edge on Linux with other graphics or drivers",
                in_table: "    otherwise",
                webgpu: "start it with --enable-unsafe-webgpu --ozone-platform=x11 --use-angle=vulkan \
                         --enable-features=Vulkan,VulkanFromANGLE",
            },
            Browser {
                name: "Safari",
                in_table: "Safari",
                webgpu: "26 on macOS 26, iOS 26, iPadOS 26 and visionOS 26",
            },
            Browser {
                name: "Firefox",
                in_table: "Firefox",
                webgpu: "141 on Windows; on Macs with Apple silicon 145 (macOS 26) or 147 (older); \
                         on Linux only Nightly",
            },
        ],
        needs: &[
            "a page from http://127.0.0.1, http://localhost or https (WebGPU is off on other addresses)",
            "an adapter with the feature `timestamp-query`, or else the page computes on the CPU; \
             https://webgpureport.org shows what the browser offers",
        ],
    }
}

impl fmt::Display for Browsers {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            formatter,
            "WebGPU in a browser: the first version that has it (as of {}; {})",
            self.checked, self.source
        )?;
        for Browser { in_table, webgpu, .. } in self.browsers {
            writeln!(formatter, "  {in_table:<16} {webgpu}")?;
        }
        for need in self.needs {
            writeln!(formatter, "  needs            {need}")?;
        }
        Ok(())
    }
}
