#include <qitu/analysis/project_figures/ledger.h>
#include <qitu/analysis/project_figures/project_figures.h>
#include <qitu/core/base/text.h>
#include <qitu/core/base/units.h>
#include <qitu/core/catalogue/field_ids.h>
#include <qitu/data/workspace/features.h>

#include <algorithm>
#include <tuple>

namespace qitu::project_figures {

namespace {

namespace field_id = catalogue::field_id;
using indicators::FeatureShare;

constexpr const char *township_field = "township"; // where a layer has it

std::string text_at(const catalogue::Layer &layer, const catalogue::Feature &feature, const char *field) {
    const int at = layer.index_of(field);
    return at < 0 ? std::string() : catalogue::text_of(feature.values[static_cast<std::size_t>(at)]);
}

std::optional<double> number_at(const catalogue::Layer &layer, const catalogue::Feature &feature,
                                const char *field) {
    double value = 0;
    return parse_number(text_at(layer, feature, field), value) && value > 0 ? std::optional(value)
                                                                            : std::nullopt;
}

std::optional<double> declared_m2(const catalogue::Layer &layer, const catalogue::Feature &feature) {
    const std::optional<double> value = number_at(layer, feature, field_id::declared_area);
    const catalogue::Field *field = layer.field(field_id::declared_area);
    if (!value || field == nullptr)
        return std::nullopt;
    return *value * unit_size(field->unit.empty() ? Unit::mu : unit_from(field->unit));
}

Parcel parcel_of(const catalogue::Layer &layer, const catalogue::Feature &feature) {
    Parcel parcel;
    parcel.layer = layer.id;
    parcel.feature = feature.id;
    parcel.project = text_at(layer, feature, field_id::project_code);
    parcel.name = text_at(layer, feature, field_id::project_name);
    parcel.parcel = text_at(layer, feature, field_id::parcel_code);
    parcel.township = text_at(layer, feature, township_field);
    parcel.year = text_at(layer, feature, field_id::year);
    parcel.stage = text_at(layer, feature, field_id::stage);
    parcel.declared_m2 = declared_m2(layer, feature);
    parcel.investment = number_at(layer, feature, field_id::investment);
    for (std::size_t i = 0; i < layer.fields.size(); ++i)
        if (layer.fields[i].type == catalogue::FieldType::date)
            if (std::string day = catalogue::text_of(feature.values[i]); !day.empty())
                parcel.dates[layer.fields[i].id] = std::move(day);
    return parcel;
}

double size_of(const FeatureShare &share) {
    return share.gross_m2 > 0 ? share.gross_m2 : share.length_m;
}

// One for each banner that a feature has a part in.
void add_parts(const Parcel &whole, const std::vector<const FeatureShare *> &parts,
               std::vector<Parcel> &parcels) {
    double size = 0;
    for (const FeatureShare *part : parts)
        size += size_of(*part);
    for (const FeatureShare *part : parts) {
        Parcel &parcel = parcels.emplace_back(whole);
        parcel.admin = part->admin;
        parcel.net_m2 = part->net_m2;
        parcel.gross_m2 = part->gross_m2;
        parcel.length_m = part->length_m;
        parcel.share = size > 0 ? size_of(*part) / size : 1.0 / static_cast<double>(parts.size());
    }
}

void add_layer(const workspace::Workspace &workspace, const catalogue::Layer &layer,
               const indicators::FeatureShares &shares, std::vector<Parcel> &parcels) {
    std::map<std::int64_t, std::vector<const FeatureShare *>> parts;
    for (const FeatureShare &share : shares.rows)
        if (!share.admin.empty())
            parts[share.feature].push_back(&share);
    workspace::FeatureCursor cursor = workspace::features(workspace, layer);
    for (catalogue::Feature feature; cursor.next(feature);)
        if (const auto found = parts.find(feature.id); found != parts.end())
            add_parts(parcel_of(layer, feature), found->second, parcels);
}

auto order_of(const Parcel &parcel) {
    return std::tie(parcel.admin, parcel.layer, parcel.project, parcel.feature);
}

// What a project says of itself as a whole, from all its features wherever they lie.
struct Whole {
    std::vector<double> declared_mu, investments;
    double net_mu = 0;
    std::set<std::int64_t> seen;
};
using ProjectKey = std::pair<std::string, std::string>; // layer, project

std::map<ProjectKey, Whole> wholes_of(const std::vector<Parcel> &parcels) {
    std::map<ProjectKey, Whole> wholes;
    for (const Parcel &parcel : parcels) {
        Whole &whole = wholes[{parcel.layer, parcel.project}];
        whole.net_mu += parcel.net_m2 / square_metres_per_mu;
        if (!whole.seen.insert(parcel.feature).second)
            continue;
        whole.declared_mu.push_back(parcel.declared_m2.value_or(0) / square_metres_per_mu);
        whole.investments.push_back(parcel.investment.value_or(0));
    }
    return wholes;
}

bool same_line(const LedgerLine &line, const Parcel &parcel) {
    return line.admin == parcel.admin && line.layer == parcel.layer && line.project == parcel.project &&
           !parcel.project.empty();
}

void add_to(LedgerLine &line, const Parcel &parcel) {
    ++line.features;
    line.net_m2 += parcel.net_m2;
    line.length_m += parcel.length_m;
    if (line.name.empty())
        line.name = parcel.name;
    if (!parcel.township.empty())
        line.townships.insert(parcel.township);
    if (!parcel.stage.empty())
        line.stages.insert(parcel.stage);
    for (const auto &[field, day] : parcel.dates) {
        auto &[first, last] = line.dates.try_emplace(field, day, day).first->second;
        first = std::min(first, day);
        last = std::max(last, day);
    }
}

// A project in several banners is divided among them as its area is.
void settle(LedgerLine &line, const Whole &whole) {
    const double net_mu = line.net_m2 / square_metres_per_mu;
    const double part = whole.net_mu > 0 ? net_mu / whole.net_mu : 1;
    if (const std::optional<double> scale = scale_of_project(whole.declared_mu, whole.net_mu).value)
        line.declared_mu = *scale * part;
    if (const std::optional<double> paid = figure_of_project(whole.investments).value)
        line.investment = *paid * part;
}

} // namespace

std::pair<std::size_t, std::size_t> Ledger::parcels_in(const std::string &banner) const {
    Parcel wanted;
    wanted.admin = banner;
    const auto [first, last] =
        std::equal_range(parcels.begin(), parcels.end(), wanted,
                         [](const Parcel &a, const Parcel &b) { return a.admin < b.admin; });
    return {static_cast<std::size_t>(first - parcels.begin()),
            static_cast<std::size_t>(last - parcels.begin())};
}

Ledger ledger(const workspace::Workspace &workspace, const catalogue::Catalogue &catalogue,
              const std::vector<indicators::Totals> &layers,
              const std::vector<indicators::FeatureShares> &shares) {
    Ledger result;
    for (std::size_t i = 0; i < layers.size(); ++i) {
        if (layers[i].rows.empty())
            continue;
        const catalogue::Layer &layer = catalogue.layer(layers[i].rows.front().layer);
        if (!layer.reference)
            add_layer(workspace, layer, shares[i], result.parcels);
    }
    std::sort(result.parcels.begin(), result.parcels.end(),
              [](const Parcel &a, const Parcel &b) { return order_of(a) < order_of(b); });
    const std::map<ProjectKey, Whole> wholes = wholes_of(result.parcels);
    for (const Parcel &parcel : result.parcels) {
        if (result.lines.empty() || !same_line(result.lines.back(), parcel))
            result.lines.push_back(
                {parcel.layer, parcel.project, parcel.name, parcel.admin, {}, {}, {}, 0, {}, 0, 0, {}});
        add_to(result.lines.back(), parcel);
    }
    for (LedgerLine &line : result.lines)
        settle(line, wholes.at({line.layer, line.project}));
    return result;
}

} // namespace qitu::project_figures
