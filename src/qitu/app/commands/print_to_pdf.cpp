#include "print_to_pdf.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/staging.h>

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <vector>

namespace qitu::commands {

namespace {

/// File actions of a program that is silent.
class Silence {
  public:
    Silence() {
        posix_spawn_file_actions_init(&actions_);
        for (const int stream : {STDOUT_FILENO, STDERR_FILENO})
            posix_spawn_file_actions_addopen(&actions_, stream, "/dev/null", O_WRONLY, 0);
    }
    ~Silence() { posix_spawn_file_actions_destroy(&actions_); }
    Silence(const Silence &) = delete;
    Silence &operator=(const Silence &) = delete;
    [[nodiscard]] const posix_spawn_file_actions_t *get() const { return &actions_; }

  private:
    posix_spawn_file_actions_t actions_{};
};

/// Runs a program to its end; false where there is none of this name.
bool ran(std::vector<std::string> words, bool &succeeded) {
    std::vector<char *> arguments;
    for (std::string &word : words)
        arguments.push_back(word.data());
    arguments.push_back(nullptr);
    const Silence silence;
    pid_t child = 0;
    if (posix_spawnp(&child, arguments.front(), silence.get(), nullptr, arguments.data(), environ) != 0)
        return false;
    int status = 0;
    while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    succeeded = WIFEXITED(status) && WEXITSTATUS(status) == 0;
    return !(WIFEXITED(status) && WEXITSTATUS(status) == 127);
}

} // namespace

void print_to_pdf(const std::filesystem::path &document, const std::filesystem::path &file) {
    const TemporaryFolder folder; // of a profile of its own, so that an open LibreOffice does not matter
    bool succeeded = false;
    if (!ran({"soffice", "-env:UserInstallation=file://" + (folder.path() / "profile").string(), "--headless",
              "--convert-to", "pdf", "--outdir", folder.path().string(), document.string()},
             succeeded))
        throw Error(ErrorKind::refused, say("{}: a PDF is printed by LibreOffice, which is not installed. "
                                            "Install it with \"sudo apt install "
                                            "libreoffice-writer\", or write .docx.",
                                            file.string()));
    const std::filesystem::path made = folder.path() / document.filename().replace_extension(".pdf");
    if (!succeeded || !std::filesystem::exists(made))
        throw Error(ErrorKind::refused, say("{}: LibreOffice could not print the report. \"sudo apt install "
                                            "libreoffice-writer\" installs "
                                            "what it needs; or write .docx.",
                                            file.string()));
    const StagedFile staged(file);
    std::error_code failure;
    std::filesystem::copy_file(made, staged.path(), std::filesystem::copy_options::overwrite_existing,
                               failure);
    if (failure)
        throw Error(
            ErrorKind::refused,
            say("{}: cannot be written ({}). Check the folder, your rights to it and the room on the disk.",
                file.string(), failure.message()));
    staged.commit();
}

} // namespace qitu::commands
