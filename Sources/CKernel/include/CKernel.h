// One instruction that Swift has no intrinsic for: a hint that the cache line at `address` will be written soon.
#ifndef PEAKLOAD_CKERNEL_H
#define PEAKLOAD_CKERNEL_H
__attribute__((always_inline)) static inline void peakload_prefetch_for_write(const void *address) { __builtin_prefetch(address, 1); }
#endif
