#include "output_file.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>

#include <fmt/format.h>
#include <unistd.h>

#include <fstream>
#include <string>

namespace qitu::report {

void write_whole(const std::filesystem::path &target,
                 const std::function<void(const std::filesystem::path &)> &write) {
    const std::filesystem::path draft =
        target.parent_path() / fmt::format(".{}.{}", getpid(), target.filename().string());
    std::error_code error;
    if (!std::ofstream(draft))
        throw Error(ErrorKind::refused,
                    say("{}: cannot be written. Check the folder and your rights to it.", target.string()));
    try {
        write(draft);
    } catch (...) {
        std::filesystem::remove(draft, error);
        throw;
    }
    std::filesystem::rename(draft, target, error);
    if (!error)
        return;
    const std::string reason = error.message();
    std::filesystem::remove(draft, error);
    throw Error(ErrorKind::refused,
                say("{}: cannot be written ({}). Close it where it is open and check your rights to "
                    "the folder.",
                    target.string(), reason));
}

void write_text(const std::filesystem::path &file, const std::function<void(std::ostream &)> &write) {
    write_whole(file, [&](const std::filesystem::path &draft) {
        std::ofstream stream(draft, std::ios::binary);
        write(stream);
        stream.close();
        if (!stream)
            throw Error(ErrorKind::refused,
                        say("{}: cannot be written. Check the folder, your rights to it and the room "
                            "on the disk.",
                            file.string()));
    });
}

} // namespace qitu::report
