#pragma once

/// Has the allocator keep large blocks that are freed, for the next ones.
///
/// A scan makes the same large arrays for each of its batches. By default the GNU library gives such blocks back to
/// the system at once and takes new ones, each page of which costs a fault: two thirds of the time of a query over
/// stored columns. Elsewhere this does nothing.
void memory_keep_large_blocks(void);

/// Gives all pages back to the system that nothing stands on, after much has been freed at once.
///
/// Of small blocks the GNU library gives back none by itself, unless they are the last in its heap.
void memory_return_free_pages(void);

/// Has the allocator give large blocks back to the system as soon as they are freed.
///
/// For a program that runs on and on: what it keeps between requests is little, and what a request makes for a while
/// is much. By default the GNU library learns from the first large block that is freed to keep all others.
void memory_return_large_blocks(void);
