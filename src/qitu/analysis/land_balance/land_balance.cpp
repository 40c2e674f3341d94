#include "account_lines.h"

#include <qitu/analysis/land_balance/land_balance.h>

#include <map>
#include <optional>
#include <string>
#include <utility>

namespace qitu::land_balance {

namespace {

using catalogue::Account;
using catalogue::AdminUnit;
using catalogue::Catalogue;

void add(Line &line, const Line &other) {
    line.out += other.out;
    line.in += other.in;
    line.carried += other.carried;
    line.moved += other.moved;
    line.pending_mu += other.pending_mu;
}

const AdminUnit *above(const Catalogue &catalogue, const std::string &code, indicators::Level level) {
    const AdminUnit *unit = catalogue.find_admin(code);
    while (unit != nullptr && unit->level > static_cast<int>(level))
        unit = catalogue.find_admin(unit->parent);
    return unit;
}

} // namespace

Weight &Weight::operator+=(const Weight &other) {
    mu += other.mu;
    graded_mu += other.graded_mu;
    grade_mu += other.grade_mu;
    kg += other.kg;
    unknown_grade_mu += other.unknown_grade_mu;
    unknown_capacity_mu += other.unknown_capacity_mu;
    unknown_mu += other.unknown_mu;
    return *this;
}

Weight &Weight::operator-=(const Weight &other) {
    mu.subtract(other.mu);
    graded_mu.subtract(other.graded_mu);
    grade_mu.subtract(other.grade_mu);
    kg.subtract(other.kg);
    unknown_grade_mu.subtract(other.unknown_grade_mu);
    unknown_capacity_mu.subtract(other.unknown_capacity_mu);
    unknown_mu.subtract(other.unknown_mu);
    return *this;
}

bool Weight::any() const {
    return mu.value() > least_mu;
}

bool Weight::grade_known() const {
    return unknown_grade_mu.value() <= least_mu;
}

bool Weight::capacity_known() const {
    return unknown_capacity_mu.value() <= least_mu;
}

std::optional<double> Weight::grade() const {
    const double mu_known = graded_mu.value();
    return grade_known() && mu_known > least_mu ? std::optional(grade_mu.value() / mu_known) : std::nullopt;
}

std::optional<double> Weight::capacity() const {
    return capacity_known() ? std::optional(kg.value()) : std::nullopt;
}

Weight Line::credit() const {
    Weight sum = in;
    sum += carried;
    sum += moved;
    return sum;
}

double Line::short_mu() const {
    const double lacking = out.mu.value() - credit().mu.value();
    return lacking > least_mu ? lacking : 0;
}

// A grade is a number that grows as land gets poorer. Land that is not there has no grade: it is short in mu.
std::optional<double> Line::short_grade() const {
    const Weight against = credit();
    if (!out.any() || !against.any())
        return 0;
    const std::optional<double> lost = out.grade();
    const std::optional<double> gained = against.grade();
    if (!lost || !gained)
        return std::nullopt;
    return *gained - *lost > least_grade ? *gained - *lost : 0;
}

// Land of unknown capacity only adds: what is known of one side bounds the comparison from below.
std::optional<double> Line::short_kg() const {
    const Weight against = credit();
    const double lacking = out.kg.value() - against.kg.value();
    if (lacking > least_kg)
        return against.capacity_known() ? std::optional(lacking) : std::nullopt;
    return out.capacity_known() ? std::optional(0.0) : std::nullopt;
}

bool Line::overdrawn() const {
    return short_mu() > 0 || short_grade().value_or(0) > 0 || short_kg().value_or(0) > 0;
}

bool Line::undetermined() const {
    return !overdrawn() && !(short_grade() && short_kg());
}

Balance compute(const workspace::Workspace &workspace, const Catalogue &catalogue, const Account &account,
                indicators::Level by, int year, const tabulate::Options &options) {
    Balance result;
    result.account = account.id;
    result.year = year;
    result.method = options.method;
    std::map<std::string, Line> units;
    for (const auto &[banner, line] : by_banner(workspace, catalogue, account, year, options, result).lines)
        if (const AdminUnit *unit = above(catalogue, banner, by)) {
            Line &sum = units[unit->code];
            sum.admin = unit->code;
            sum.name = unit->names.zh;
            add(sum, line);
        }
    for (auto &[code, line] : units)
        result.lines.push_back(std::move(line));
    return result;
}

} // namespace qitu::land_balance
