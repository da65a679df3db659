#include "checksum.h"

#include <string.h>

// Kept to scalar code on purpose: eight multiplications side by side fill the processor, and vectors of 64-bit
// products are slower or missing.

static const uint64_t multiplier = 0x9E3779B97F4A7C15u;
static const uint64_t finisher = 0xC2B2AE3D27D4EB4Fu;

static inline uint64_t rotated(uint64_t value, unsigned count) {
    return (value << count) | (value >> (64 - count));
}

static inline uint64_t word(const unsigned char *bytes) {
    uint64_t value;
    memcpy(&value, bytes, sizeof value);
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    value = __builtin_bswap64(value);
#endif
    return value;
}

static inline uint64_t mixed(uint64_t lane, uint64_t value) {
    return rotated((lane ^ value) * multiplier, 29);
}

uint64_t kernel_checksum(const void *bytes, size_t count, uint64_t seed) {
    const unsigned char *next = bytes;
    uint64_t a = seed + finisher, b = seed + 2 * finisher, c = seed + 3 * finisher, d = seed + 4 * finisher;
    uint64_t e = seed + 5 * finisher, f = seed + 6 * finisher, g = seed + 7 * finisher, h = seed + 8 * finisher;
    unsigned char last[64];
    size_t rest = count;
    while (rest > 0) {
        if (rest < 64) {
            memset(last, 0, sizeof last);
            memcpy(last, next, rest);
            next = last;
            rest = 64;
        }
        a = mixed(a, word(next));
        b = mixed(b, word(next + 8));
        c = mixed(c, word(next + 16));
        d = mixed(d, word(next + 24));
        e = mixed(e, word(next + 32));
        f = mixed(f, word(next + 40));
        g = mixed(g, word(next + 48));
        h = mixed(h, word(next + 56));
        next += 64;
        rest -= 64;
    }
    const uint64_t lanes[8] = {a, b, c, d, e, f, g, h};
    uint64_t result = seed ^ ((uint64_t)count * finisher);
    for (int lane = 0; lane < 8; lane++) result = rotated((result ^ lanes[lane]) * multiplier, 31);
    result ^= result >> 32;
    result *= finisher;
    return result ^ (result >> 29);
}
