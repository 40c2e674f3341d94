#include <qitu/analysis/indicators/totals.h>
#include <qitu/analysis/land_balance/links.h>
#include <qitu/core/base/exact_sum.h>
#include <qitu/core/base/text.h>
#include <qitu/core/catalogue/field_ids.h>
#include <qitu/data/workspace/features.h>

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

namespace qitu::land_balance {

namespace {

using catalogue::Account;
using catalogue::Catalogue;
using catalogue::Layer;

struct Row {
    std::int64_t id = 0;
    std::string project, parcel, year, stage;
    std::vector<std::string> codes; // of what supplies it
};

// Commas and semicolons of both scripts, and spaces.
std::vector<std::string> codes_in(std::string text) {
    for (const char *separator : {"，", "、", "；", ",", ";", "\n", "\t"})
        replace_all(text, separator, " ");
    std::vector<std::string> codes;
    for (std::size_t at = 0; (at = text.find_first_not_of(' ', at)) != std::string::npos;) {
        const std::size_t end = std::min(text.find(' ', at), text.size());
        codes.push_back(text.substr(at, end - at));
        at = end;
    }
    return codes;
}

std::string value_of(const Layer &layer, const catalogue::Feature &feature, const std::string &field) {
    const int at = layer.index_of(field);
    return at < 0 ? "" : catalogue::text_of(feature.values[static_cast<std::size_t>(at)]);
}

std::vector<Row> rows_of(const workspace::Workspace &workspace, const Layer &layer,
                         const std::string &link_field) {
    using namespace catalogue::field_id;
    std::vector<Row> rows;
    workspace::FeatureCursor cursor = workspace::features(workspace, layer);
    for (catalogue::Feature feature; cursor.next(feature);)
        rows.push_back({feature.id, value_of(layer, feature, project_code),
                        value_of(layer, feature, parcel_code), value_of(layer, feature, year),
                        value_of(layer, feature, stage),
                        link_field.empty() ? std::vector<std::string>()
                                           : codes_in(value_of(layer, feature, link_field))});
    return rows;
}

bool named(const std::string &code, const Row &land) {
    return code == land.project || (!land.parcel.empty() && code == land.project + "/" + land.parcel);
}

using Areas = std::map<std::int64_t, ExactSum>;

Areas areas_of(const workspace::Workspace &workspace, const Catalogue &catalogue, const Layer &layer,
               tabulate::Options options) {
    options.net = true;
    Areas areas;
    for (const indicators::FeatureShare &share :
         indicators::feature_shares(workspace, catalogue, layer, {}, options).rows)
        areas[share.feature] += share.net_m2;
    return areas;
}

class Linker {
  public:
    Linker(const workspace::Workspace &workspace, const Catalogue &catalogue, const Account &account,
           const tabulate::Options &options)
        : workspace_(workspace), catalogue_(catalogue), options_(options),
          out_(catalogue.layer(account.out.layer)), in_(catalogue.layer(account.in.layer)),
          occupied_(rows_of(workspace, out_, account.supplied_by)), land_(rows_of(workspace, in_, "")) {}

    void suppliers(const std::set<std::int64_t> &features, Links &links) const {
        const Areas areas = areas_of(workspace_, catalogue_, in_, options_);
        for (const Row &occupied : occupied_)
            if (features.contains(occupied.id))
                for (const std::string &code : occupied.codes)
                    add_suppliers(occupied, code, areas, links);
    }

    void supplied(const std::set<std::int64_t> &features, Links &links) const {
        const Areas areas = areas_of(workspace_, catalogue_, out_, options_);
        for (const Row &land : land_)
            if (features.contains(land.id))
                for (const Row &occupied : occupied_)
                    if (std::any_of(occupied.codes.begin(), occupied.codes.end(),
                                    [&](const std::string &code) { return named(code, land); }))
                        add(Link::Way::supplies, land.id, out_, occupied, areas, links);
    }

  private:
    void add_suppliers(const Row &occupied, const std::string &code, const Areas &areas, Links &links) const {
        const std::size_t before = links.links.size();
        for (const Row &land : land_)
            if (named(code, land))
                add(Link::Way::supplied_by, occupied.id, in_, land, areas, links);
        if (links.links.size() == before)
            links.dead.push_back({occupied.id, in_.id, code});
    }

    static void add(Link::Way way, std::int64_t feature, const Layer &layer, const Row &other,
                    const Areas &areas, Links &links) {
        const auto area = areas.find(other.id);
        links.links.push_back({way, feature, layer.id, other.id, other.project, other.year, other.stage,
                               area == areas.end() ? 0 : area->second.value()});
    }

    const workspace::Workspace &workspace_;
    const Catalogue &catalogue_;
    const tabulate::Options &options_;
    const Layer &out_;
    const Layer &in_;
    std::vector<Row> occupied_;
    std::vector<Row> land_;
};

auto key_of(const Link &link) {
    return std::tie(link.feature, link.layer, link.other, link.way);
}

// A code may be named twice, and a parcel beside its project.
void tidy(Links &links) {
    std::sort(links.links.begin(), links.links.end(),
              [](const Link &a, const Link &b) { return key_of(a) < key_of(b); });
    links.links.erase(std::unique(links.links.begin(), links.links.end(),
                                  [](const Link &a, const Link &b) { return key_of(a) == key_of(b); }),
                      links.links.end());
}

} // namespace

Links links_of(const workspace::Workspace &workspace, const Catalogue &catalogue, const Layer &layer,
               const std::set<std::int64_t> &features, const tabulate::Options &options) {
    Links links;
    for (const Account &account : catalogue.accounts()) {
        if (account.supplied_by.empty() || features.empty() ||
            (account.out.layer != layer.id && account.in.layer != layer.id))
            continue;
        const Linker linker(workspace, catalogue, account, options);
        if (account.out.layer == layer.id)
            linker.suppliers(features, links);
        if (account.in.layer == layer.id)
            linker.supplied(features, links);
    }
    tidy(links);
    return links;
}

} // namespace qitu::land_balance
