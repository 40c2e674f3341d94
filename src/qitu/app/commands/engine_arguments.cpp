#include <qitu/app/commands/arguments.h>

namespace qitu::commands {

tabulate::Options EngineArguments::options(const Context &context) const {
    tabulate::Options options;
    options.method = method.empty() ? geodesy::Method::td1055 : geodesy::method_from(method);
    options.threads = threads;
    options.memory = memory << 20U;
    options.progress = context.progress;
    return options;
}

} // namespace qitu::commands
