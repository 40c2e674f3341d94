#include <qitu/analysis/land_balance/land_balance.h>
#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/text.h>
#include <qitu/core/base/units.h>
#include <qitu/core/catalogue/field_ids.h>
#include <qitu/data/workspace/accounts.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <utility>

namespace qitu::land_balance {

namespace {

using catalogue::Account;
using catalogue::AccountSide;
using catalogue::AdminUnit;
using catalogue::Catalogue;
using catalogue::Layer;

// Below these an account counts as even: a border drawn twice, and the last bits of means.
constexpr double least_mu = 0.01;
constexpr double least_grade = 1e-6;
constexpr double least_kg = 1;

enum Field : std::size_t {
    year_field,
    stage_field,
    review_field,
    grade_field,
    capacity_field,
    first_condition
};

std::optional<double> number(const std::string &text) {
    double value = 0;
    return parse_number(text, value) ? std::optional(value) : std::nullopt;
}

Weight weight_of(double mu, std::optional<double> grade, std::optional<double> kg_per_mu) {
    Weight weight;
    weight.mu += mu;
    if (grade) {
        weight.graded_mu += mu;
        weight.grade_mu += *grade * mu;
    }
    if (kg_per_mu)
        weight.kg += *kg_per_mu * mu;
    if (!grade || !kg_per_mu)
        weight.unknown_mu += mu;
    return weight;
}

Weight weight_of(const workspace::BalanceEntry &entry) {
    return weight_of(entry.mu, entry.grade, entry.kg_per_mu);
}

// A side's land by banner: what counts, and what is on its way to counting.
struct Side {
    std::map<std::string, Weight> counts;
    std::map<std::string, double> pending_mu;
};

class Reader {
  public:
    Reader(const workspace::Workspace &workspace, const Catalogue &catalogue, int year, Balance &table,
           const tabulate::Options &options)
        : workspace_(workspace), catalogue_(catalogue), year_(year), table_(table), options_(options) {
        options_.net = true;
    }

    Side read(const AccountSide &side) {
        const Layer &layer = catalogue_.layer(side.layer);
        std::vector<std::string> fields{catalogue::field_id::year, catalogue::field_id::stage,
                                        catalogue::field_id::review, catalogue::field_id::grade,
                                        catalogue::field_id::capacity};
        for (const auto &[field, values] : side.where)
            fields.push_back(field);
        indicators::FeatureShares land =
            indicators::feature_shares(workspace_, catalogue_, layer, fields, options_);
        take_findings(land, side.layer);
        Side result;
        for (const indicators::FeatureShare &share : land.rows) {
            if (number(share.values[year_field]) != std::optional<double>(year_) || !chosen(side, share))
                continue;
            const double mu = share.net_m2 / square_metres_per_mu;
            if (counts(side, layer, share))
                result.counts[share.admin] +=
                    weight_of(mu, number(share.values[grade_field]), number(share.values[capacity_field]));
            else
                result.pending_mu[share.admin] += mu;
        }
        return result;
    }

  private:
    static bool chosen(const AccountSide &side, const indicators::FeatureShare &share) {
        std::size_t field = first_condition;
        return std::all_of(side.where.begin(), side.where.end(), [&](const auto &condition) {
            const std::string &value = share.values[field++];
            return std::find(condition.second.begin(), condition.second.end(), value) !=
                   condition.second.end();
        });
    }

    [[nodiscard]] bool counts(const AccountSide &side, const Layer &layer,
                              const indicators::FeatureShare &share) const {
        const int rank = catalogue_.stage_rank(share.values[stage_field]);
        if (!side.from_stage.empty() && (rank < 0 || rank < catalogue_.stage_rank(side.from_stage)))
            return false;
        return side.from_review.empty() ||
               review_rank(layer, share.values[review_field]) >= review_rank(layer, side.from_review);
    }

    // The codes of `review` are in the order of the reviews.
    static std::ptrdiff_t review_rank(const Layer &layer, const std::string &review) {
        const auto &codes = layer.field(catalogue::field_id::review)->codes;
        const auto found = std::find_if(codes.begin(), codes.end(),
                                        [&](const catalogue::Code &code) { return code.code == review; });
        return found == codes.end() ? -1 : found - codes.begin();
    }

    // Both sides may be of one layer.
    void take_findings(indicators::FeatureShares &land, const std::string &layer) {
        table_.worst_relative = std::max(table_.worst_relative, land.worst_relative);
        if (std::exchange(told_, layer) != layer)
            table_.findings.insert(table_.findings.end(), land.findings.begin(), land.findings.end());
    }

    const workspace::Workspace &workspace_;
    const Catalogue &catalogue_;
    int year_;
    Balance &table_;
    tabulate::Options options_;
    std::string told_;
};

void enter(std::map<std::string, Line> &lines, const workspace::BalanceEntry &entry, int year) {
    const bool transfer = !entry.from.empty() && entry.from != entry.to;
    const Weight weight = weight_of(entry);
    const auto side = [&](const std::string &admin) -> Weight & {
        Line &line = lines[admin];
        return transfer ? line.moved : line.carried;
    };
    if (!entry.from.empty() && entry.year == year)
        side(entry.from) -= weight;
    if ((entry.from.empty() ? entry.year : entry.to_year) == year)
        side(entry.to) += weight;
}

std::map<std::string, Line> by_banner(const workspace::Workspace &workspace, const Catalogue &catalogue,
                                      const Account &account, int year, const tabulate::Options &options,
                                      Balance &table) {
    Reader reader(workspace, catalogue, year, table, options);
    const Side out = reader.read(account.out);
    const Side in = reader.read(account.in);
    std::map<std::string, Line> lines;
    for (const auto &[banner, weight] : out.counts)
        lines[banner].out = weight;
    for (const auto &[banner, weight] : in.counts)
        lines[banner].in = weight;
    for (const auto &[banner, mu] : in.pending_mu)
        lines[banner].pending_mu = mu;
    for (const workspace::BalanceEntry &entry : workspace::balance_entries(workspace))
        if (entry.account == account.id)
            enter(lines, entry, year);
    return lines;
}

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
    unknown_mu += other.unknown_mu;
    return *this;
}

Weight &Weight::operator-=(const Weight &other) {
    mu.subtract(other.mu);
    graded_mu.subtract(other.graded_mu);
    grade_mu.subtract(other.grade_mu);
    kg.subtract(other.kg);
    unknown_mu.subtract(other.unknown_mu);
    return *this;
}

std::optional<double> Weight::grade() const {
    const double mu_known = graded_mu.value();
    return mu_known > least_mu ? std::optional(grade_mu.value() / mu_known) : std::nullopt;
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
double Line::short_grade() const {
    const std::optional<double> lost = out.grade();
    const std::optional<double> gained = credit().grade();
    return lost && gained && *gained - *lost > least_grade ? *gained - *lost : 0;
}

double Line::short_kg() const {
    const double lacking = out.kg.value() - credit().kg.value();
    return lacking > least_kg ? lacking : 0;
}

bool Line::overdrawn() const {
    return short_mu() > 0 || short_grade() > 0 || short_kg() > 0;
}

Balance compute(const workspace::Workspace &workspace, const Catalogue &catalogue, const Account &account,
                indicators::Level by, int year, const tabulate::Options &options) {
    Balance result;
    result.account = account.id;
    result.year = year;
    result.method = options.method;
    std::map<std::string, Line> units;
    for (const auto &[banner, line] : by_banner(workspace, catalogue, account, year, options, result))
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

namespace {

void refuse_use(const std::string &what) {
    throw Error(ErrorKind::usage, what);
}

void check_form(const Catalogue &catalogue, const workspace::BalanceEntry &entry) {
    const AdminUnit *to = catalogue.find_admin(entry.to);
    const AdminUnit *from = catalogue.find_admin(entry.from);
    if (to == nullptr || to->level != 2 || (!entry.from.empty() && (from == nullptr || from->level != 2)))
        refuse_use(say("An entry moves land between two banners, or between two years of one banner."));
    if (!(entry.mu > 0) || !(entry.kg_per_mu >= 0) || !(entry.grade >= 1 && entry.grade <= 15))
        refuse_use(
            say("An entry needs an area of more than 0 mu, a grade from 1 to 15, and a capacity of 0 kg "
                "per mu or more."));
    if (entry.reference.empty())
        refuse_use(say("An entry needs a reference: the document or decision that it is based on."));
    if (from != nullptr && from != to) {
        if (from->parent != to->parent)
            refuse_use(
                say("{} and {} are not in the same league: a transfer is only between banners of one league.",
                    from->names.zh, to->names.zh));
        if (entry.year != entry.to_year)
            refuse_use(say("A transfer is within one year. Carry over first, or afterwards."));
    }
    if (from != nullptr && from == to && entry.to_year <= entry.year)
        refuse_use(say("A carry-over must go to a year after {}; {} is not.", entry.year, entry.to_year));
}

} // namespace

void check_entry(const workspace::Workspace &workspace, const Catalogue &catalogue,
                 const workspace::BalanceEntry &entry, const tabulate::Options &options) {
    check_form(catalogue, entry);
    if (entry.from.empty())
        return;
    Balance unused;
    auto lines =
        by_banner(workspace, catalogue, catalogue.account(entry.account), entry.year, options, unused);
    enter(lines, entry, entry.year);
    const Line &giver = lines[entry.from];
    const std::string &name = catalogue.find_admin(entry.from)->names.zh;
    if (giver.overdrawn())
        throw Error(
            ErrorKind::refused,
            say("{} {}: with this entry its account of {} would be short of {:.2f} mu, {:.2f} grades and "
                "{:.0f} kg. Nothing was entered.",
                entry.from, name, entry.year, giver.short_mu(), giver.short_grade(), giver.short_kg()));
}

} // namespace qitu::land_balance
