#ifndef SCATTO_PREFETCH_H
#define SCATTO_PREFETCH_H

/* The processor's hint to bring a cache line near: it reads nothing, and never faults. Swift has no word for it. */
static inline void scatto_prefetch(const void *address) { __builtin_prefetch(address); }

#endif
