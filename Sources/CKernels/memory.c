#include "memory.h"

#include <stdlib.h>

#if defined(__GLIBC__)
#include <malloc.h>

void memory_keep_large_blocks(void) {
    // The most that the library takes; larger blocks go back to the system as they did.
    mallopt(M_MMAP_THRESHOLD, 32 << 20);
    mallopt(M_TRIM_THRESHOLD, 64 << 20);
}
#else
void memory_keep_large_blocks(void) {}
#endif
