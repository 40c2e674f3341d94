#include "audit.h"

#include <qitu/core/catalogue/field_ids.h>
#include <qitu/data/sources/item_source.h>
#include <qitu/data/sources/zones.h>
#include <qitu/data/workspace/history.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <variant>
#include <vector>

namespace qitu::audit {

namespace {

using workspace::Cell;
using workspace::RowChange;

// What the engine is asked to add up: features of one kind and pair of stages.
struct Group {
    Kind kind;
    std::string from, to;
    auto operator<=>(const Group &) const = default;
};

// Where the columns are that decide what a change is.
struct Columns {
    std::size_t geometry, stage, meridian;
    explicit Columns(const std::vector<std::string> &names)
        : geometry(place(names, "geom")), stage(place(names, catalogue::field_id::stage)),
          meridian(place(names, "qitu_cm")) {}

  private:
    static std::size_t place(const std::vector<std::string> &names, const char *name) {
        return static_cast<std::size_t>(std::find(names.begin(), names.end(), name) - names.begin());
    }
};

const Cell &cell(const std::vector<Cell> &row, std::size_t column) {
    static const Cell none;
    return column < row.size() ? row[column] : none;
}

class LayerDiff {
  public:
    explicit LayerDiff(const std::vector<std::string> &columns) : columns_(columns) {}

    void add(const RowChange &change) {
        if (!change.before)
            return put(Kind::added, change.row, *change.after);
        if (!change.after)
            return put(Kind::removed, change.row, *change.before);
        const bool redrawn =
            cell(*change.before, columns_.geometry) != cell(*change.after, columns_.geometry);
        const Cell &was = cell(*change.before, columns_.stage);
        const Cell &is = cell(*change.after, columns_.stage);
        if (redrawn) {
            put(Kind::redrawn_before, change.row, *change.before);
            put(Kind::redrawn_after, change.row, *change.after);
        }
        if (was != is)
            put(Kind::restaged, change.row, *change.after, workspace::text_of(was), workspace::text_of(is));
        else if (!redrawn)
            put(Kind::edited, change.row, *change.after);
    }

    void count(const std::string &layer, const tabulate::Zones &zones,
               const std::map<std::string, std::string> &names, tabulate::Options options, Diff &diff) {
        options.net = false;
        const tabulate::Result result = tabulate::tabulate(items_, zones, options);
        for (const tabulate::Row &row : result.rows)
            diff.rows.push_back(line(layer, row.zone, names.at(row.zone), row.group, row.figures));
        for (const auto &[group, figures] : result.outside)
            diff.rows.push_back(line(layer, "", "", group, figures));
        diff.findings.insert(diff.findings.end(), result.findings.begin(), result.findings.end());
    }

  private:
    void put(Kind kind, std::int64_t id, const std::vector<Cell> &row, std::string from = "",
             std::string to = "") {
        const auto [place, fresh] = numbers_.try_emplace({kind, std::move(from), std::move(to)},
                                                         static_cast<std::uint32_t>(groups_.size()));
        if (fresh)
            groups_.push_back(place->first);
        const auto *meridian = std::get_if<double>(&cell(row, columns_.meridian));
        items_.add(place->second, workspace::wkb_of(cell(row, columns_.geometry)),
                   meridian != nullptr ? std::optional(*meridian) : std::nullopt, id);
    }
    [[nodiscard]] DiffRow line(const std::string &layer, const std::string &banner, const std::string &name,
                               std::uint32_t group, const tabulate::Figures &figures) const {
        const Group &of = groups_[group];
        return {layer, banner, name, of.kind, of.from, of.to, figures};
    }

    Columns columns_;
    sources::ItemSource items_;
    std::vector<Group> groups_;
    std::map<Group, std::uint32_t> numbers_;
};

} // namespace

std::string_view kind_name(Kind kind) {
    switch (kind) {
    case Kind::added:
        return "added";
    case Kind::removed:
        return "removed";
    case Kind::redrawn_before:
        return "redrawn_before";
    case Kind::redrawn_after:
        return "redrawn_after";
    case Kind::restaged:
        return "restaged";
    case Kind::edited:
        return "edited";
    }
    return "";
}

Diff diff(const workspace::Workspace &workspace, const catalogue::Catalogue &catalogue,
          const workspace::Revision &from, const workspace::Revision &to, const tabulate::Options &options) {
    Diff result;
    result.method = options.method;
    std::map<std::string, LayerDiff> layers;
    std::set<std::string> known;
    for (const catalogue::Layer &layer : catalogue.layers())
        known.insert(layer.id);
    for (RowChange &change : workspace::changes(workspace, from, to)) {
        if (!known.contains(change.table)) {
            result.accounts.push_back(std::move(change));
            continue;
        }
        auto place = layers.find(change.table);
        if (place == layers.end())
            place =
                layers.emplace(change.table, LayerDiff(workspace::columns(workspace, change.table))).first;
        place->second.add(change);
    }
    const std::vector<workspace::Boundary> banners = workspace.banners();
    const tabulate::Zones zones = sources::zones_of(banners);
    std::map<std::string, std::string> names;
    for (const workspace::Boundary &banner : banners)
        names[banner.code] = banner.name;
    for (auto &[layer, changes] : layers)
        changes.count(layer, zones, names, options, result);
    std::sort(result.rows.begin(), result.rows.end(), [](const DiffRow &a, const DiffRow &b) {
        return std::tie(a.layer, a.banner, a.kind, a.from_stage, a.to_stage) <
               std::tie(b.layer, b.banner, b.kind, b.from_stage, b.to_stage);
    });
    return result;
}

} // namespace qitu::audit
