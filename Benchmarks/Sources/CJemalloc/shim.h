// jemalloc's own counters: the benchmark framework's allocation counts read 0 on this toolchain.
#include <jemalloc/jemalloc.h>
