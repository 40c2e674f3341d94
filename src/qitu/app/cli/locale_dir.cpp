#include "cli.h"

namespace qitu::cli {

std::filesystem::path locale_dir() {
    std::error_code unknown;
    return std::filesystem::read_symlink("/proc/self/exe", unknown).parent_path().parent_path() / "share" /
           "locale";
}

} // namespace qitu::cli
