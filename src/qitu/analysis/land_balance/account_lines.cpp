#include "account_lines.h"

#include <qitu/core/base/text.h>
#include <qitu/core/base/units.h>
#include <qitu/core/catalogue/field_ids.h>

#include <algorithm>
#include <cstddef>
#include <utility>

namespace qitu::land_balance {

namespace {

using catalogue::Account;
using catalogue::AccountSide;
using catalogue::Catalogue;
using catalogue::Layer;

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

// Tables without an empty value have 0 for what is not known.
std::optional<double> grade_of(const std::string &text) {
    const std::optional<double> grade = number(text);
    return grade && *grade >= 1 && *grade <= 15 ? grade : std::nullopt;
}

std::optional<double> capacity_of(const std::string &text) {
    const std::optional<double> kg_per_mu = number(text);
    return kg_per_mu && *kg_per_mu > 0 ? kg_per_mu : std::nullopt;
}

// A side's land by banner: what counts, and what is on its way to counting.
struct Side {
    std::map<std::string, std::vector<Lot>> counts;
    std::map<std::string, double> pending_mu;
};

class Reader {
  public:
    Reader(const workspace::Workspace &workspace, const Catalogue &catalogue, int year, Balance &table,
           tabulate::Options options)
        : workspace_(workspace), catalogue_(catalogue), year_(year), table_(table),
          options_(std::move(options)) {
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
                result.counts[share.admin].push_back(
                    {mu, grade_of(share.values[grade_field]), capacity_of(share.values[capacity_field])});
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

Weight weight_of(const std::vector<Lot> &lots) {
    Weight sum;
    for (const Lot &lot : lots)
        sum += weight_of(lot);
    return sum;
}

} // namespace

Lot lot_of(const workspace::BalanceEntry &entry) {
    return {entry.mu, entry.grade, entry.kg_per_mu > 0 ? std::optional(entry.kg_per_mu) : std::nullopt};
}

Weight weight_of(const Lot &lot) {
    Weight weight;
    weight.mu += lot.mu;
    if (lot.grade) {
        weight.graded_mu += lot.mu;
        weight.grade_mu += *lot.grade * lot.mu;
    } else {
        weight.unknown_grade_mu += lot.mu;
    }
    if (lot.kg_per_mu)
        weight.kg += *lot.kg_per_mu * lot.mu;
    else
        weight.unknown_capacity_mu += lot.mu;
    if (!lot.grade || !lot.kg_per_mu)
        weight.unknown_mu += lot.mu;
    return weight;
}

void AccountLines::enter(const workspace::BalanceEntry &entry, int year) {
    const bool transfer = !entry.from.empty() && entry.from != entry.to;
    const Lot lot = lot_of(entry);
    const auto side = [&](const std::string &admin) -> Weight & {
        Line &line = lines[admin];
        return transfer ? line.moved : line.carried;
    };
    if (!entry.from.empty() && entry.year == year) {
        side(entry.from) -= weight_of(lot);
        going[entry.from].push_back(lot);
    }
    if ((entry.from.empty() ? entry.year : entry.to_year) == year) {
        side(entry.to) += weight_of(lot);
        coming[entry.to].push_back(lot);
    }
}

AccountLines by_banner(const workspace::Workspace &workspace, const Catalogue &catalogue,
                       const Account &account, int year, const tabulate::Options &options, Balance &table) {
    Reader reader(workspace, catalogue, year, table, options);
    const Side out = reader.read(account.out);
    Side in = reader.read(account.in);
    AccountLines result;
    for (const auto &[banner, lots] : out.counts)
        result.lines[banner].out = weight_of(lots);
    for (const auto &[banner, lots] : in.counts)
        result.lines[banner].in = weight_of(lots);
    for (const auto &[banner, mu] : in.pending_mu)
        result.lines[banner].pending_mu = mu;
    result.coming = std::move(in.counts);
    for (const workspace::BalanceEntry &entry : workspace::balance_entries(workspace))
        if (entry.account == account.id)
            result.enter(entry, year);
    return result;
}

} // namespace qitu::land_balance
