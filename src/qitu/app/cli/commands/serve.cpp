#include "options.h"
#include "perform.h"

#include <qitu/app/server/server.h>
#include <qitu/core/base/language.h>

#include <csignal>
#include <memory>

namespace qitu::cli {

namespace {

/// Holds back Ctrl-C and SIGTERM for this thread and those that it starts, and tells whether one came.
class Signals {
  public:
    Signals() {
        sigemptyset(&set_);
        sigaddset(&set_, SIGINT);
        sigaddset(&set_, SIGTERM);
        pthread_sigmask(SIG_BLOCK, &set_, &before_);
    }
    ~Signals() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
    Signals(const Signals &) = delete;
    Signals &operator=(const Signals &) = delete;
    [[nodiscard]] bool came() const {
        constexpr timespec at_once{};
        return sigtimedwait(&set_, nullptr, &at_once) > 0;
    }

  private:
    sigset_t set_{}, before_{};
};

void serve(server::ServeCommand command, Session &session) {
    const Signals signals;
    command.tell = [](const std::string &line) { tell(line); };
    session.context.progress = [&signals](std::uint64_t, std::uint64_t) { return !signals.came(); };
    const commands::Outcome outcome = command.run(session.context);
    session.context.progress = {};
    tell(outcome, session);
}

} // namespace

void add_serve(const Command &app, Session &session) {
    const auto arguments = std::make_shared<server::ServeCommand>();
    const Command command = app.add_command(
        "serve",
        translated(
            "Serves the workspace to browsers, QGIS and programs: features by OGC API – Features, vector "
            "tiles, figures with what is behind them, and histories, each user within the own part of the "
            "region. Stops with Ctrl-C or SIGTERM."));
    command.group(translated("Server"));
    add_workspace(command, arguments->workspace);
    const std::string group = translated("Server");
    command.add_option("--host", arguments->host, translated("Address to listen on"))
        .type_name("HOST")
        .capture_default_str()
        .group(group);
    command.add_option("--port", arguments->port, translated("Port to listen on; 0: one that is free"))
        .type_name("PORT")
        .range(0, 65535)
        .capture_default_str()
        .group(group);
    command
        .add_option(
            "--users", arguments->users,
            translated("Users who may log in (\"qitu user\"); without it only this machine is answered"))
        .type_name("FILE")
        .group(group);
    command
        .add_option(
            "--deliveries", arguments->deliveries,
            translated("Folder for deliveries until they are imported; by default the workspace's name "
                       "with .deliveries"))
        .type_name("DIR")
        .group(group);
    command
        .add_option("--delivery-mb", arguments->delivery_mb,
                    translated("MB that a delivery has at most; a user has four times as much"))
        .type_name("MB")
        .range(1, std::size_t{1} << 20U)
        .capture_default_str()
        .rare()
        .group(group);
    command
        .add_option("--delivery-days", arguments->delivery_days,
                    translated("Days after which a delivery is removed that nobody has touched"))
        .type_name("DAYS")
        .range(1, 3650)
        .capture_default_str()
        .rare()
        .group(group);
    command.callback([arguments, &session] { serve(*arguments, session); });
}

} // namespace qitu::cli
