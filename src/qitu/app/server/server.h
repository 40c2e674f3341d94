// server: a workspace over HTTP: OGC API – Features with what the commands print beside it (docs/serve.md).
#pragma once

#include <qitu/app/commands/context.h>
#include <qitu/app/commands/outcome.h>

#include <functional>
#include <string>

namespace qitu::server {

/// qitu serve
struct ServeCommand {
    static constexpr bool tells_recording = true;
    std::string workspace;
    std::string host = "127.0.0.1";
    int port = 8080; // 0: any that is free
    std::string
        users; // file of users; "": everybody sees everything, only from this machine, and nobody changes anything
    std::string deliveries; // folder of deliveries on their way; "" for the file's name with .deliveries
    std::size_t delivery_mb = 1024,
                delivery_days = 14; // the largest one, and for how long it is kept untouched
    /// Called with what is to be known while it runs: the address, and a line of JSON for each change and each attempt to
    /// log in.
    std::function<void(const std::string &)> tell;

    /// Until the context's progress, which is asked all the time, says no. Throws Error: unreadable for a workspace or users
    /// that cannot be read, usage for an address that must not be served without users, refused for one that is not free.
    commands::Outcome run(commands::Context &context) const;
};

} // namespace qitu::server
