#include "pivot_arguments.h"

#include <qitu/app/commands/arguments.h>
#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>

#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

namespace qitu::commands {

tabulate::Options EngineArguments::options(const Context &context) const {
    tabulate::Options options;
    options.method = method.empty() ? geodesy::Method::td1055 : geodesy::method_from(method);
    options.threads = threads;
    options.memory = memory << 20U;
    options.progress = context.progress;
    return options;
}

std::vector<std::string> ValueArguments::fields() const {
    std::vector<std::string> fields;
    for (const console::ValueColumn &column : columns())
        if (column.index == fields.size())
            fields.push_back(column.field);
    return fields;
}

std::vector<console::ValueColumn> ValueArguments::columns() const {
    using What = console::ValueColumn::What;
    std::vector<console::ValueColumn> columns;
    std::vector<std::string> known;
    const auto add = [&](What what, const std::vector<std::string> &fields) {
        for (const std::string &field : fields) {
            const auto found = std::find(known.begin(), known.end(), field);
            columns.push_back({what, field, static_cast<std::size_t>(found - known.begin())});
            if (found == known.end())
                known.push_back(field);
        }
    };
    add(What::sum, sums);
    add(What::mean, means);
    add(What::least, least);
    add(What::greatest, greatest);
    return columns;
}

void refuse_pivot(bool pivot, const std::vector<std::string> &groups, const ValueArguments &values) {
    if (pivot && groups.empty())
        throw Error(ErrorKind::usage, say("A pivot has a column for each group: name a field to group by."));
    if (pivot && !values.fields().empty())
        throw Error(ErrorKind::usage,
                    say("A pivot shows areas only: leave out the sums and means, or the pivot."));
}

} // namespace qitu::commands
