#include "cache_folder.h"

#include "error.h"
#include "message.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <system_error>

namespace qitu {

namespace fs = std::filesystem;

fs::path cache_folder() {
    const char *cache = std::getenv("XDG_CACHE_HOME");
    const char *home = std::getenv("HOME");
    fs::path folder = cache != nullptr && *cache == '/' ? fs::path(cache)
                      : home != nullptr && *home == '/' ? fs::path(home) / ".cache"
                                                        : fs::temp_directory_path();
    folder /= "qitu";
    std::error_code failed;
    fs::create_directories(folder, failed);
    struct stat status {};
    if (failed || stat(folder.c_str(), &status) != 0 || status.st_uid != geteuid() ||
        chmod(folder.c_str(), S_IRWXU) != 0)
        throw Error(
            ErrorKind::refused,
            say("{}: the folder for what is kept cannot be made, or is not yours. Name another one in "
                "XDG_CACHE_HOME.",
                folder.string()));
    return folder;
}

} // namespace qitu
