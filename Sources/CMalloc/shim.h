// How memory is shared among threads, for which Swift's overlay of the C library has no header.
#include <stdlib.h>
#ifdef __GLIBC__
#include <malloc.h>

/// Lets all threads take their memory from `count` arenas; 0 if that cannot be.
static inline int limitArenas(int count) { return mallopt(M_ARENA_MAX, count); }
#else
static inline int limitArenas(int count) { return 0; }
#endif
