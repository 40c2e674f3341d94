#include "found_by_rule.h"

#include <qitu/app/commands/allocate_command.h>
#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/text.h>

#include <cmath>

namespace qitu::commands {

namespace {

// "150802=3.5" or "3.5", and whether it is a percentage.
struct BoundText {
    std::string unit;
    double value = 0;
    bool percent = false;
};

BoundText bound_of(const std::string &text) {
    BoundText bound;
    const std::size_t equals = text.find('=');
    std::string number = trimmed(equals == std::string::npos ? text : text.substr(equals + 1));
    bound.unit = equals == std::string::npos ? "" : trimmed(text.substr(0, equals));
    for (const std::string_view sign : {"%", "％"})
        if (number.ends_with(sign)) {
            bound.percent = true;
            number.resize(number.size() - sign.size());
        }
    if (!parse_number(number, bound.value) || bound.value < 0 || (equals == 0))
        throw Error(ErrorKind::usage,
                    say("\"{}\" is no bound. Write it as ADMIN=VALUE, or as a value for every unit.", text));
    return bound;
}

class Rules {
  public:
    Rules(const QuotaAllocateCommand &command, const catalogue::Catalogue &catalogue, double whole)
        : command_(command), catalogue_(catalogue), whole_(whole) {}

    planning::AllocationRules read() {
        read_weight();
        for (const std::string &text : command_.floors)
            target(bound_of(text)).floor = amount(bound_of(text));
        for (const std::string &text : command_.caps)
            target(bound_of(text)).cap = amount(bound_of(text));
        for (const std::string &text : command_.fixed) {
            const BoundText bound = bound_of(text);
            if (bound.unit.empty())
                throw Error(ErrorKind::usage, say("A fixed share belongs to one unit: ADMIN=VALUE."));
            target(bound).fixed = amount(bound);
        }
        rules_.bounds_table = command_.bounds_table;
        if (!command_.cap_layer.empty())
            rules_.cap_layer = &catalogue_.layer(command_.cap_layer);
        rules_.step = command_.step > 0 ? command_.step : std::pow(10.0, -command_.decimals);
        return rules_;
    }

  private:
    void read_weight() {
        const int given = (command_.layer.empty() ? 0 : 1) + (command_.table.empty() ? 0 : 1) +
                          (command_.completion ? 1 : 0);
        if (given != 1)
            throw Error(ErrorKind::usage, say("Say what decides the shares: a layer, a column of a table, or "
                                              "last year's completion; one of them."));
        if (command_.left && command_.layer.empty())
            throw Error(ErrorKind::usage, say("What is not built yet is asked of a layer: name one."));
        if (!command_.table.empty() && command_.column.empty())
            throw Error(ErrorKind::usage, say("{}: say which column decides the shares.", command_.table));
        if (!command_.layer.empty())
            rules_.layer = &catalogue_.layer(command_.layer);
        rules_.table = command_.table;
        rules_.column = command_.column;
        rules_.weight = command_.completion       ? planning::Weight::completion
                        : !command_.table.empty() ? planning::Weight::table
                        : command_.left           ? planning::Weight::left
                                                  : planning::Weight::layer;
    }

    planning::UnitBounds &target(const BoundText &bound) {
        return bound.unit.empty() ? rules_.of_all : rules_.bounds[catalogue_.admin(bound.unit).code];
    }

    [[nodiscard]] double amount(const BoundText &bound) const {
        constexpr double hundred = 100;
        return bound.percent ? whole_ * bound.value / hundred : bound.value;
    }

    const QuotaAllocateCommand &command_;
    const catalogue::Catalogue &catalogue_;
    double whole_;
    planning::AllocationRules rules_;
};

// 0 where there is none: the allocation says so.
double whole_of(const workspace::Workspace &workspace, const std::string &indicator, const std::string &admin,
                int year) {
    for (const workspace::Quota &quota : workspace::quotas(workspace))
        if (quota.indicator == indicator && quota.admin == admin && quota.year == year)
            return quota.value;
    return 0;
}

} // namespace

Result<planning::Allocation> QuotaAllocateCommand::run(Context &context) const {
    const catalogue::Catalogue &catalogue = context.catalogue();
    const catalogue::Indicator &of = catalogue.indicator(indicator);
    const catalogue::AdminUnit &above = catalogue.admin(parent);
    const int in = year_of(year, catalogue);
    workspace::Workspace opened = workspace::Workspace::open(workspace, dry_run);
    const planning::AllocationRules rules =
        Rules(*this, catalogue, whole_of(opened, of.id, above.code, in)).read();
    tabulate::Options options;
    options.progress = context.progress;
    Result<planning::Allocation> result;
    result.value = planning::allocate(opened, catalogue, of, above, in, rules, options);
    if (!letter.empty())
        result.value.parent.letter = letter;
    for (const std::string &note : result.value.notes)
        result.tell(note);
    if (dry_run)
        return result;
    const std::string why = letter.empty() ? result.value.reason : letter + "; " + result.value.reason;
    opened.transaction({"qitu quota allocate", why}, [&](workspace::Edit &edit) {
        for (const workspace::Quota &part : result.value.quotas())
            workspace::set_quota(edit, part);
    });
    return result;
}

} // namespace qitu::commands
