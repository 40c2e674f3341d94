#include "scratch.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>

#include <unistd.h>

#include <cstdlib>
#include <string>

namespace qitu::workspace {

ScratchFile::ScratchFile() {
    std::string name = (std::filesystem::temp_directory_path() / "qitu-XXXXXX.gpkg").string();
    const int handle = mkstemps(name.data(), 5);
    if (handle < 0)
        throw Error(
            ErrorKind::refused,
            say("{}: no temporary file can be made there. Make room, or set TMPDIR to another folder.",
                std::filesystem::temp_directory_path().string()));
    close(handle);
    file_ = name;
}

ScratchFile::~ScratchFile() {
    std::error_code ignored;
    for (const char *ending : {"", "-journal"})
        std::filesystem::remove(file_.string() + ending, ignored);
}

} // namespace qitu::workspace
