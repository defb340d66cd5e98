import Glibc

/// What the system says about its latest error on this thread, as `No such file or directory`.
func latestSystemError() -> String {
    // The C library returns a text that ends in NUL and lives until the thread asks again.
    unsafe String(cString: strerror(errno))
}
