#include "memory.h"

#include <stdlib.h>

#if defined(__GLIBC__)
#include <malloc.h>

void memory_keep_large_blocks(void) {
    // The most that the library takes; larger blocks go back to the system as they did.
    mallopt(M_MMAP_THRESHOLD, 32 << 20);
    mallopt(M_TRIM_THRESHOLD, 64 << 20);
}

void memory_return_free_pages(void) {
    malloc_trim(0);
}

void memory_return_large_blocks(void) {
    mallopt(M_MMAP_THRESHOLD, 256 << 10);
    mallopt(M_TRIM_THRESHOLD, 1 << 20);
    // Each arena keeps free what only it can use again.
    mallopt(M_ARENA_MAX, 2);
}
#else
void memory_keep_large_blocks(void) {}
void memory_return_free_pages(void) {}
void memory_return_large_blocks(void) {}
#endif
