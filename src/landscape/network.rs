//! A network on a data set, as a landscape.
