#include "listener.h"
#include "service.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/progress.h>

#include <chrono>
#include <thread>

namespace qitu::server {

commands::Outcome ServeCommand::run(commands::Context &context) const {
    if (users.empty() && !is_loopback(host))
        throw Error(ErrorKind::usage, say("Without users only this machine is served: {} would show "
                                          "everything to everybody. Name a file of users.",
                                          host));
    Service service(*this, context);
    Listener listener(service, host, port);
    listener.start();
    if (tell) {
        if (users.empty())
            tell(say("Without users: only this machine is answered, and nothing can be changed."));
        const bool bare = host.find(':') == std::string::npos;
        tell(say("Serving {} on http://{}{}{}:{}/", workspace, bare ? "" : "[", host, bare ? "" : "]",
                 listener.port()));
    }
    try {
        for (; listener.running(); std::this_thread::sleep_for(std::chrono::milliseconds(50)))
            report_progress(context.progress, 0);
    } catch (const Cancelled &) {
        return {};
    }
    throw Error(ErrorKind::refused, say("The server cannot answer any more."));
}

} // namespace qitu::server
