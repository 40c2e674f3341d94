#include "password.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>

#include <termios.h>
#include <unistd.h>

#include <cstdlib>
#include <iostream>

namespace qitu::cli {

namespace {

/// The terminal shows nothing of what is typed.
class Hidden {
  public:
    Hidden() {
        tcgetattr(STDIN_FILENO, &before_);
        termios hidden = before_;
        hidden.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden);
    }
    ~Hidden() { tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_); }
    Hidden(const Hidden &) = delete;
    Hidden &operator=(const Hidden &) = delete;

  private:
    termios before_{};
};

std::string line_of_input() {
    std::string line;
    if (!std::getline(std::cin, line))
        throw Error(ErrorKind::usage,
                    say("A password is read from QITU_PASSWORD, standard input or a prompt."));
    return line;
}

std::string typed(const std::string &prompt) {
    std::cerr << prompt << std::flush;
    const Hidden hidden;
    std::string line = line_of_input();
    std::cerr << '\n';
    return line;
}

} // namespace

std::string asked_password() {
    if (const char *given = std::getenv("QITU_PASSWORD"); given != nullptr && *given != '\0')
        return given;
    if (isatty(STDIN_FILENO) == 0)
        return line_of_input();
    std::string password = typed(say("Password: "));
    if (typed(say("Again: ")) != password)
        throw Error(ErrorKind::usage, say("The two passwords differ."));
    return password;
}

} // namespace qitu::cli
