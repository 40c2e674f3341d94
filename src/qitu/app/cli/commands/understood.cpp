#include "understood.h"

#include "console.h"

#include <qitu/core/base/language.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/text.h>
#include <qitu/core/base/units.h>
#include <qitu/engine/tabulate/tabulate.h>

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

namespace qitu::cli {

namespace {

void tell_line(const char *head, const std::string &text) {
    if (text.empty())
        return;
    constexpr std::size_t column = 12;
    const std::size_t width = std::min(column - 1, display_width(head));
    tell(fmt::format("  {}{}{}", head, std::string(column - width, ' '), text));
}

std::string with_evidence(const std::string &answer, const std::string &evidence) {
    return evidence.empty() ? answer : say("{} ({})", answer, evidence);
}

/// A file's features as the layer takes them, for the engine.
class Features : public tabulate::Source {
  public:
    Features(const std::filesystem::path &file, const catalogue::Catalogue &catalogue,
             const catalogue::Layer &layer, const reader::OpenOptions &options)
        : file_(file, catalogue, layer, options) {}
    [[nodiscard]] geodesy::Crs crs() const override { return geodesy::Crs::from("EPSG:4490"); }
    bool next(tabulate::Item &item) override {
        if (!file_.next(feature_))
            return false;
        item.id = feature_.id;
        item.key = {0, feature_.id};
        item.central_meridian = feature_.central_meridian;
        item.wkb.swap(feature_.wkb);
        return true;
    }

  private:
    reader::LayerFile file_;
    catalogue::Feature feature_;
};

tabulate::Zones zones_of(const workspace::Workspace &workspace) {
    tabulate::Zones zones{geodesy::Crs::from("EPSG:4490"), {}};
    for (workspace::Boundary &banner : workspace.banners())
        zones.zones.push_back({banner.code, std::move(banner.wkb)});
    return zones;
}

std::string sentence(const tabulate::Figures &figures, catalogue::GeometryType type) {
    switch (type) {
    case catalogue::GeometryType::point:
        return say("{} features", figures.features);
    case catalogue::GeometryType::line:
        return say("{} features, {:.3f} km", figures.features, figures.length_m / 1000);
    default:
        return say("{} features, {:.4f} ha = {:.2f} mu net", figures.features,
                   figures.net_m2 / square_metres_per_hectare, figures.net_m2 / square_metres_per_mu);
    }
}

} // namespace

void tell_understanding(const reader::Understanding &understood) {
    std::vector<std::string> fields;
    for (const auto &[ours, theirs] : understood.fields)
        fields.push_back(ours + " ← " + theirs);
    tell_line(translated("format"),
              say("{}, layer {}, {} features", understood.format, understood.layer, understood.features));
    tell_line(translated("encoding"), with_evidence(understood.encoding, understood.encoding_evidence));
    tell_line(translated("CRS"), with_evidence(understood.crs, understood.crs_evidence));
    tell_line(translated("to CGCS2000"), understood.operation);
    tell_line(translated("fields"), fmt::format("{}", fmt::join(fields, ", ")));
    for (const auto &[field, conversion] : understood.conversions)
        tell_line(translated("converted"), fmt::format("{}: {}", field, conversion));
    tell_line(translated("not used"), fmt::format("{}", fmt::join(understood.unmapped, ", ")));
    for (const std::string &note : understood.notes)
        tell_line(translated("noted"), note);
}

void tell_by_banner(const std::filesystem::path &file, const reader::OpenOptions &options,
                    const workspace::Workspace &workspace, const catalogue::Catalogue &catalogue,
                    const catalogue::Layer &layer) {
    Features features(file, catalogue, layer, options);
    const tabulate::Result result = tabulate::tabulate(features, zones_of(workspace), {});
    for (const tabulate::Row &row : result.rows) {
        const catalogue::AdminUnit *banner = catalogue.find_admin(row.zone);
        const std::string name = banner == nullptr ? "" : banner->names.in(language_in_use());
        tell_line(translated("by banner"),
                  fmt::format("{} {}: {}", row.zone, name, sentence(row.figures, layer.geometry)));
    }
    for (const auto &[group, figures] : result.outside)
        if (figures.features > 0)
            tell_line(translated("by banner"),
                      say("outside all banners: {}", sentence(figures, layer.geometry)));
}

} // namespace qitu::cli
