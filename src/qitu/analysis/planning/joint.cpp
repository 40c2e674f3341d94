#include "named_zones.h"

#include <qitu/analysis/planning/joint.h>
#include <qitu/core/base/error.h>
#include <qitu/core/base/exact_sum.h>
#include <qitu/core/base/message.h>
#include <qitu/core/catalogue/field_ids.h>
#include <qitu/core/catalogue/section.h>
#include <qitu/core/geometry/geos.h>
#include <qitu/core/geometry/repair.h>
#include <qitu/core/geometry/wkb.h>
#include <qitu/data/workspace/features.h>

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>
#include <tuple>

namespace qitu::planning {

namespace {

namespace id = catalogue::field_id;

// Groups of the engine's run.
enum Group : std::uint32_t { saving_group, plain_group, started_group, base_group };

std::string text_of_field(const catalogue::Layer &layer, const catalogue::Feature &feature,
                          const std::string &field) {
    const int place = field.empty() ? -1 : layer.index_of(field);
    return place < 0 ? "" : catalogue::text_of(feature.values[static_cast<std::size_t>(place)]);
}

// Projects above the base, so that a place of the base that they cover is told as theirs; and the base alone.
class JointSource : public tabulate::Source {
  public:
    JointSource(const workspace::Workspace &workspace, const catalogue::Catalogue &catalogue,
                const JointRules &rules, std::uint32_t above)
        : workspace_(workspace), catalogue_(catalogue), rules_(rules), above_(above) {}
    [[nodiscard]] geodesy::Crs crs() const override { return geodesy::Crs::from("EPSG:4490"); }

    bool next(tabulate::Item &item) override {
        while (!base_) {
            if (!cursor_)
                cursor_.emplace(workspace::features(workspace_, *rules_.projects));
            if (!cursor_->next(feature_)) {
                cursor_.reset();
                base_ = true;
                break;
            }
            const Group group = group_of();
            if (group >= above_)
                continue;
            constexpr std::int64_t highest = 10;
            return fill(item, feature_.id, group, highest - group);
        }
        if (!cursor_)
            cursor_.emplace(workspace::features(workspace_, *rules_.base));
        return cursor_->next(feature_) && fill(item, -feature_.id, base_group, 0);
    }

  private:
    [[nodiscard]] Group group_of() const {
        const std::string stage = text_of_field(*rules_.projects, feature_, id::stage);
        if (catalogue_.stage_rank(stage) < catalogue_.stage_rank(rules_.done_stage))
            return started_group;
        const std::string saving = text_of_field(*rules_.projects, feature_, rules_.saving_field);
        const bool saves = !saving.empty() && std::find(rules_.no_saving.begin(), rules_.no_saving.end(),
                                                        saving) == rules_.no_saving.end();
        return saves ? saving_group : plain_group;
    }

    bool fill(tabulate::Item &item, std::int64_t id, Group group, std::int64_t priority) const {
        item.id = id;
        item.group = group;
        item.priority = priority;
        item.key = {0, id};
        item.wkb = feature_.wkb;
        item.no_place = feature_.no_place;
        item.central_meridian = feature_.central_meridian;
        return true;
    }

    const workspace::Workspace &workspace_;
    const catalogue::Catalogue &catalogue_;
    const JointRules &rules_;
    std::uint32_t above_; // groups before this one take part
    bool base_ = false;
    std::optional<workspace::FeatureCursor> cursor_;
    catalogue::Feature feature_;
};

struct District {
    bool done = true;      // all its works are
    std::string last_date; // on which the last of them was
};

class JointFinder {
  public:
    JointFinder(const workspace::Workspace &workspace, const catalogue::Catalogue &catalogue,
                const JointRules &rules, const tabulate::Options &options)
        : workspace_(workspace), catalogue_(catalogue), rules_(rules), options_(options),
          zones_(workspace, *rules.districts, rules.district_field) {
        for (const catalogue::Layer *layer : {rules.base, rules.projects})
            if (layer->geometry != catalogue::GeometryType::polygon)
                throw Error(ErrorKind::usage, say("The layer {} has no polygons.", layer->id));
        if (catalogue.stage_rank(rules.done_stage) < 0)
            throw Error(ErrorKind::usage, say("The stage {} is unknown.", rules.done_stage));
        if (!rules.saving_field.empty())
            require_field(*rules.projects, rules.saving_field);
    }

    Joint find() {
        read_districts();
        measure();
        find_faults();
        std::sort(joint_.faults.begin(), joint_.faults.end(), [](const OrderFault &a, const OrderFault &b) {
            return std::tie(a.kind, a.district, a.feature) < std::tie(b.kind, b.district, b.feature);
        });
        return std::move(joint_);
    }

  private:
    void read_districts() {
        for (std::size_t i = 0; i < zones_.features.size(); ++i) {
            District &district = districts_[zones_.names[i]];
            const catalogue::Feature &feature = zones_.features[i];
            const std::string stage = text_of_field(*rules_.districts, feature, id::stage);
            district.done =
                district.done && catalogue_.stage_rank(stage) >= catalogue_.stage_rank(rules_.done_stage);
            district.last_date = std::max(district.last_date,
                                          text_of_field(*rules_.districts, feature, rules_.accepted_field));
        }
    }

    using Nets = std::map<std::string, std::array<ExactSum, 4>>; // by district
    Nets run(std::uint32_t above, const std::function<void(const tabulate::Piece &)> &piece = {}) {
        JointSource source(workspace_, catalogue_, rules_, above);
        const tabulate::Result result = tabulate::tabulate(source, zones_.zones, options_, piece);
        joint_.worst_relative = std::max(joint_.worst_relative, result.worst_relative);
        Nets nets;
        for (const tabulate::Row &row : result.rows)
            nets[zones_.name(row.zone)].at(row.group) += row.net;
        return nets;
    }

    // What the base loses when one group more is laid above it.
    void measure() {
        std::vector<Nets> under;
        for (const std::uint32_t above : {0U, 1U, 2U})
            under.push_back(run(above));
        under.push_back(run(3, [&](const tabulate::Piece &piece) {
            if (piece.feature > 0 && !piece.zone.empty() && piece.gross_m2 > 0)
                pieces_[piece.feature][zones_.name(piece.zone)] += piece.gross_m2;
        }));
        for (const auto &[name, district] : districts_) {
            std::array<double, 4> left{};
            for (std::size_t i = 0; i < left.size(); ++i)
                left.at(i) = under[i].contains(name) ? under[i].at(name).at(base_group).value() : 0;
            DistrictRow row{name, district.done, left[0], left[0] - left[2], left[2] - left[3], left[3], 0};
            row.saving_missing_m2 = rules_.saving_field.empty() ? 0 : left[1] - left[2];
            joint_.districts.push_back(row);
        }
    }

    void find_faults() {
        constexpr double least_told_m2 = 1;
        std::set<std::string> with_projects;
        workspace::FeatureCursor cursor = workspace::features(workspace_, *rules_.projects);
        for (catalogue::Feature feature; cursor.next(feature);) {
            const auto pieces = pieces_.find(feature.id);
            if (pieces == pieces_.end())
                continue;
            for (const auto &[name, m2] : pieces->second) {
                if (m2 < least_told_m2)
                    continue;
                with_projects.insert(name);
                if (came_first(feature, districts_.at(name)))
                    joint_.faults.push_back({"farmland_first", name, feature.id,
                                             text_of_field(*rules_.projects, feature, id::project_code), m2,
                                             feature.wkb});
            }
        }
        for (const DistrictRow &row : joint_.districts)
            if (row.renewed && row.missing_m2 >= least_told_m2 && !with_projects.contains(row.district))
                joint_.faults.push_back(
                    {"nothing_planned", row.district, 0, "", row.missing_m2, shape_of(row.district)});
    }

    [[nodiscard]] std::vector<std::byte> shape_of(const std::string &district) const {
        geometry::Geos geos;
        std::vector<geometry::GeosGeometry> parts;
        for (std::size_t i = 0; i < zones_.features.size(); ++i)
            if (zones_.names[i] == district) {
                const geometry::Shape shape = geometry::read_wkb(zones_.zones.zones[i].wkb);
                parts.push_back(geos.from(
                    geometry::find_defect(shape, geos) ? geometry::make_valid(shape, geos) : shape));
            }
        geometry::Shape whole;
        whole.kind = geometry::Kind::polygon;
        geos.read(geos.united(std::move(parts)).get(), geometry::Kind::polygon, whole);
        return geometry::write_wkb(whole);
    }

    // Done, while the district is not, or was only later.
    [[nodiscard]] bool came_first(const catalogue::Feature &feature, const District &district) const {
        const std::string stage = text_of_field(*rules_.projects, feature, id::stage);
        if (catalogue_.stage_rank(stage) < catalogue_.stage_rank(rules_.done_stage))
            return false;
        const std::string date = text_of_field(*rules_.projects, feature, rules_.accepted_field);
        return !district.done || (!date.empty() && !district.last_date.empty() && date < district.last_date);
    }

    const workspace::Workspace &workspace_;
    const catalogue::Catalogue &catalogue_;
    const JointRules &rules_;
    const tabulate::Options &options_;
    NamedZones zones_;
    std::map<std::string, District> districts_;
    std::map<std::int64_t, std::map<std::string, double>> pieces_; // of projects, m² by district
    Joint joint_;
};

} // namespace

JointRules read_joint_rules(const std::filesystem::path &file, const catalogue::Catalogue &catalogue) {
    const catalogue::Document document = catalogue::read_toml(file);
    const catalogue::Section section(document);
    section.allow({"districts", "district_field", "base", "projects", "saving_field", "no_saving",
                   "accepted_field", "done_stage"});
    JointRules rules;
    rules.districts = &catalogue.layer(section.text("districts"));
    rules.district_field = section.text("district_field");
    rules.base = &catalogue.layer(section.text("base"));
    rules.projects = &catalogue.layer(section.text("projects"));
    rules.saving_field = section.text("saving_field", "");
    if (section.has("no_saving"))
        for (const catalogue::Text &code : section.texts("no_saving"))
            rules.no_saving.push_back(code.value);
    rules.accepted_field = section.text("accepted_field", "");
    rules.done_stage = section.text("done_stage");
    return rules;
}

Joint joint(const workspace::Workspace &workspace, const catalogue::Catalogue &catalogue,
            const JointRules &rules, const tabulate::Options &options) {
    return JointFinder(workspace, catalogue, rules, options).find();
}

} // namespace qitu::planning
