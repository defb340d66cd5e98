/* What a processor can do in one instruction, and Swift has no word for. */
#ifndef SCATTO_PROCESSOR_H
#define SCATTO_PROCESSOR_H

#include <stdint.h>

/* The hint to bring a cache line near: it reads nothing, and never faults. */
static inline void scatto_prefetch(const void *address) { __builtin_prefetch(address); }

/* What 64 bytes of records hold: one bit for each, the first in the lowest. */
typedef struct {
    /* The delimiter, line feeds and quotes. */
    uint64_t delimiters;
    uint64_t line_feeds;
    /* Four times 16 bits, not 0 if there is one, of quotes, carriage returns, blanks, and bytes above 127. Blanks are spaces and tabs that do not delimit. */
    uint64_t others;
} scatto_record_marks;

/* Reads 64 bytes, which need no alignment. A quote that is a line feed stands for none. */
static inline scatto_record_marks scatto_marks(const void *bytes, uint8_t delimiter, uint8_t quote) {
    scatto_record_marks marks = {0, 0, 0};
#if defined(__SSE2__)
    typedef uint8_t sixteen __attribute__((vector_size(16)));
    typedef char lanes __attribute__((vector_size(16)));
    sixteen all = {0}, quotes = {0}, low = {0}, some[4];
    for (int k = 0; k < 4; k++) {
        __builtin_memcpy(&some[k], (const uint8_t *)bytes + 16 * k, 16);
        sixteen line_feed = (sixteen)(some[k] == '\n'), is_quote = (sixteen)(some[k] == quote);
        sixteen found = (sixteen)(some[k] == delimiter) | line_feed | is_quote;
        marks.delimiters |= (uint64_t)(uint16_t)__builtin_ia32_pmovmskb128((lanes)found) << (16 * k);
        marks.line_feeds |= (uint64_t)(uint16_t)__builtin_ia32_pmovmskb128((lanes)line_feed) << (16 * k);
        quotes |= is_quote;
        low |= (sixteen)(some[k] <= ' ') & ~found;
        all |= some[k];
    }
    marks.others = (uint64_t)__builtin_ia32_pmovmskb128((lanes)all) << 48 | (quote == '\n' ? 0 : __builtin_ia32_pmovmskb128((lanes)quotes));
    /* Hardly any block has one, in most inputs. */
    if (__builtin_ia32_pmovmskb128((lanes)low)) {
        sixteen returns = {0}, blanks = {0};
        for (int k = 0; k < 4; k++) {
            returns |= (sixteen)(some[k] == '\r');
            blanks |= (sixteen)((some[k] == ' ') | (some[k] == '\t')) & (sixteen)(some[k] != delimiter);
        }
        marks.others |= (uint64_t)__builtin_ia32_pmovmskb128((lanes)returns) << 16 | (uint64_t)__builtin_ia32_pmovmskb128((lanes)blanks) << 32;
    }
#else
    for (int k = 0; k < 64; k++) {
        uint8_t byte = ((const uint8_t *)bytes)[k];
        int is_quote = byte == quote && quote != '\n', is_blank = (byte == ' ' || byte == '\t') && byte != delimiter;
        marks.delimiters |= (uint64_t)(byte == delimiter || byte == '\n' || is_quote) << k;
        marks.line_feeds |= (uint64_t)(byte == '\n') << k;
        marks.others |= (uint64_t)is_quote | (uint64_t)(byte == '\r') << 16 | (uint64_t)is_blank << 32 | (uint64_t)(byte >> 7) << 48;
    }
#endif
    return marks;
}

/* How much was found: delimiters, line feeds, and `others` as above. */
typedef struct {
    int64_t found;
    int64_t lines;
    uint64_t others;
} scatto_record_tally;

#if defined(__x86_64__)
#define SCATTO_WIDE __attribute__((target("avx512f,avx512bw,avx512vl,avx512vbmi2,popcnt,bmi")))
typedef char scatto_wide_lanes __attribute__((vector_size(64)));
typedef uint8_t scatto_sixteen_bytes __attribute__((vector_size(16)));
typedef uint32_t scatto_sixteen_words __attribute__((vector_size(64), aligned(4)));

/* Whether the processor has what `scatto_enter` needs: AVX-512 with VBMI2. */
static inline int scatto_can_enter(void) {
    return __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512vbmi2")
        && __builtin_cpu_supports("popcnt") && __builtin_cpu_supports("bmi");
}

SCATTO_WIDE static inline uint64_t scatto_equal(scatto_wide_lanes some, uint8_t byte) {
    return __builtin_ia32_cmpb512_mask(some, (scatto_wide_lanes){} + (char)byte, 0, ~0ull);
}

static const uint8_t scatto_places[64] = {
    0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31,
    32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 62, 63};

/* Enters the delimiters of `count` bytes, a multiple of 64, of which the first stands at `offset`: one behind each into `starts` from found + 1 on, and
   for each line feed how many delimiters there were into `line_ends`. Stores up to 64 elements more, to no effect. */
SCATTO_WIDE static void scatto_enter(
    const uint8_t *bytes, int64_t count, uint32_t offset, uint8_t delimiter, uint8_t quote, uint32_t *starts, uint32_t *line_ends,
    scatto_record_tally *tally
) {
    scatto_wide_lanes places;
    __builtin_memcpy(&places, scatto_places, 64);
    int64_t found = tally->found, lines = tally->lines;
    uint64_t others = tally->others;
    for (int64_t at = 0; at < count; at += 64) {
        scatto_wide_lanes some;
        __builtin_memcpy(&some, bytes + at, 64);
        uint64_t line_feeds = scatto_equal(some, '\n'), quotes = scatto_equal(some, quote);
        uint64_t delimiters = scatto_equal(some, delimiter) | line_feeds | quotes;
        others |= (uint64_t)(__builtin_ia32_cvtb2mask512(some) != 0) << 48 | (uint64_t)(quotes != 0 && quote != '\n');
        if (__builtin_ia32_ucmpb512_mask(some, (scatto_wide_lanes){} + ' ', 2, ~0ull) & ~delimiters) {
            uint64_t blanks = (scatto_equal(some, ' ') | scatto_equal(some, '\t')) & ~scatto_equal(some, delimiter);
            others |= (uint64_t)(scatto_equal(some, '\r') != 0) << 16 | (uint64_t)(blanks != 0) << 32;
        }
        uint64_t left = line_feeds;
        do {
            line_ends[lines] = (uint32_t)(found + __builtin_popcountll(delimiters & (left ^ (left - 1))));
            lines += left != 0;
            left &= left - 1;
        } while (left);
        union {
            scatto_wide_lanes all;
            scatto_sixteen_bytes part[4];
        } packed = {__builtin_ia32_compressqi512_mask(places, (scatto_wide_lanes){}, delimiters)};
        int here = __builtin_popcountll(delimiters);
        uint32_t *next = starts + found + 1;
        int part = 0;
        do {
            *(scatto_sixteen_words *)(next + 16 * part) =
                __builtin_convertvector(packed.part[part], scatto_sixteen_words) + (offset + (uint32_t)at + 1);
            part++;
        } while (16 * part < here);
        found += here;
    }
    *tally = (scatto_record_tally){found, lines, others};
}
#endif

#endif
