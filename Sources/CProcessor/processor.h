/* What a processor can do in one instruction, and Swift has no word for. */
#ifndef SCATTO_PROCESSOR_H
#define SCATTO_PROCESSOR_H

#include <stdint.h>

/* The hint to bring a cache line near: it reads nothing, and never faults. */
static inline void scatto_prefetch(const void *address) { __builtin_prefetch(address); }

/* One bit for each of 64 bytes, the first in the lowest: in `below` those below a bound, in `high` those above 127, which may stand for any of four bytes
   sixteen apart. */
typedef struct {
    uint64_t below;
    uint64_t high;
} scatto_byte_marks;

/* Reads 64 bytes, which need no alignment. The bound is above 0. */
static inline scatto_byte_marks scatto_bytes_below(const void *bytes, uint8_t bound) {
    scatto_byte_marks marks = {0, 0};
#if defined(__SSE2__)
    typedef uint8_t sixteen __attribute__((vector_size(16)));
    typedef char lanes __attribute__((vector_size(16)));
    sixteen all = {0};
    for (int k = 0; k < 4; k++) {
        sixteen some;
        __builtin_memcpy(&some, (const uint8_t *)bytes + 16 * k, 16);
        all |= some;
        marks.below |= (uint64_t)(uint16_t)__builtin_ia32_pmovmskb128((lanes)(some < bound)) << (16 * k);
    }
    marks.high = (uint16_t)__builtin_ia32_pmovmskb128((lanes)all);
#else
    const uint8_t *each = (const uint8_t *)bytes;
    for (int k = 0; k < 64; k++) {
        marks.below |= (uint64_t)(each[k] < bound) << k;
        marks.high |= (uint64_t)(each[k] >> 7) << (k % 16);
    }
#endif
    return marks;
}

#endif
