#include <pcap/pcap.h>

// What capturing is permitted by, and giving it up: the C library of Linux has the function and no header for it.
#ifdef __linux__
#include <linux/capability.h>
int capset(cap_user_header_t header, const cap_user_data_t data);

/// Gives up all capabilities of the calling thread; 0, or -1 with errno set.
static inline int dropCapabilities(void) {
  struct __user_cap_header_struct header = { _LINUX_CAPABILITY_VERSION_3, 0 };
  struct __user_cap_data_struct none[_LINUX_CAPABILITY_U32S_3] = { { 0 } };
  return capset(&header, none);
}
#else
static inline int dropCapabilities(void) { return 0; }
#endif
