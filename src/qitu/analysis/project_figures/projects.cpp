#include "projects.h"

#include <qitu/core/base/text.h>
#include <qitu/core/base/units.h>
#include <qitu/core/catalogue/field_ids.h>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <numeric>
#include <set>
#include <string_view>

namespace qitu::project_figures {

namespace {

using indicators::FeatureShare;
namespace field_id = catalogue::field_id;

enum Field : std::size_t { project_field, investment_field, scale_field, capacity_field };

// A feature, with its pieces in banners.
struct Member {
    std::int64_t feature = 0;
    std::vector<const FeatureShare *> pieces;
};

std::map<std::string, std::vector<Member>> members_of(const std::vector<FeatureShare> &shares) {
    std::map<std::int64_t, Member> features;
    for (const FeatureShare &share : shares) {
        Member &member = features[share.feature];
        member.feature = share.feature;
        member.pieces.push_back(&share);
    }
    std::map<std::string, std::vector<Member>> projects;
    for (auto &[id, member] : features) {
        const std::string &code = member.pieces.front()->values[project_field];
        projects[code.empty() ? fmt::format("\t{}", id) : code].push_back(std::move(member));
    }
    return projects;
}

std::vector<double> values_of(const std::vector<Member> &members, Field field) {
    std::vector<double> values;
    for (const Member &member : members) {
        double value = 0;
        parse_number(member.pieces.front()->values[field], value);
        values.push_back(value);
    }
    return values;
}

using Size = std::function<double(const FeatureShare &)>;

double sum(const std::vector<Member> &members, const Size &size) {
    double whole = 0;
    for (const Member &member : members)
        for (const FeatureShare *piece : member.pieces)
            whole += size(*piece);
    return whole;
}

double net(const FeatureShare &piece) {
    return piece.net_m2;
}

// Polygons by net area, or gross where others have all of it; lines by length; points one by one.
Size size_of(const catalogue::Layer &layer, const std::vector<Member> &members) {
    if (layer.geometry == catalogue::GeometryType::line)
        return [](const FeatureShare &piece) { return piece.length_m; };
    if (layer.geometry == catalogue::GeometryType::point)
        return [](const FeatureShare &) { return 1.0; };
    if (sum(members, net) > 0)
        return net;
    return [](const FeatureShare &piece) { return piece.gross_m2; };
}

// Those that say something, in order, each once.
std::vector<double> distinct(std::span<const double> values) {
    std::set<double> given(values.begin(), values.end());
    given.erase(0.0);
    return {given.begin(), given.end()};
}

class Reader {
  public:
    Reader(const catalogue::Layer &layer, std::vector<Contradiction> &contradictions)
        : layer_(layer), contradictions_(contradictions) {}

    void read(const std::string &code, const std::vector<Member> &members, Project &project) {
        project.investment = figure(code, members, investment_field, field_id::investment);
        project.capacity_kg = figure(code, members, capacity_field, field_id::new_capacity);
        const std::vector<double> declared = values_of(members, scale_field);
        project.scale_mu = scale_of_project(declared, sum(members, net) / square_metres_per_mu).value;
    }

  private:
    std::optional<double> figure(const std::string &code, const std::vector<Member> &members, Field field,
                                 const char *id) {
        const std::vector<double> values = values_of(members, field);
        const Resolved resolved = figure_of_project(values);
        if (resolved.contradictory)
            contradictions_.push_back({layer_.id, code, id, distinct(values)});
        return resolved.value;
    }

    const catalogue::Layer &layer_;
    std::vector<Contradiction> &contradictions_;
};

} // namespace

Resolved figure_of_project(std::span<const double> values) {
    const std::vector<double> given = distinct(values);
    if (given.size() > 1)
        return {std::nullopt, true};
    return {given.empty() ? std::nullopt : std::optional(given.front()), false};
}

Resolved scale_of_project(std::span<const double> values, double area_mu) {
    const std::vector<double> given = distinct(values);
    if (given.empty())
        return {};
    const double all = std::accumulate(values.begin(), values.end(), 0.0);
    const bool once = given.size() == 1 && std::abs(given.front() - area_mu) <= std::abs(all - area_mu);
    return {once ? given.front() : all, false};
}

void Projects::add_part(std::int64_t feature, const std::string &code, const std::string &banner,
                        double size) {
    Project &of = projects_[code];
    of.whole += size;
    by_feature_[feature] = &of;
    sizes_[{feature, banner}] += size;
}

bool Projects::any() const {
    return std::any_of(projects_.begin(), projects_.end(), [](const auto &of) {
        return of.second.investment || of.second.scale_mu || of.second.capacity_kg;
    });
}

const Project *Projects::of_feature(std::int64_t feature) const {
    const auto found = by_feature_.find(feature);
    return found == by_feature_.end() ? nullptr : found->second;
}

double Projects::part(std::int64_t feature, const std::string &banner) const {
    const auto size = sizes_.find({feature, banner});
    const Project *of = of_feature(feature);
    return size == sizes_.end() || !(of->whole > 0) ? 0 : size->second / of->whole;
}

Projects projects_of(const workspace::Workspace &workspace, const catalogue::Catalogue &catalogue,
                     const catalogue::Layer &layer, indicators::Level finest,
                     const tabulate::Options &options, std::vector<Contradiction> &contradictions) {
    tabulate::Options asked = options;
    asked.net = true;
    const indicators::FeatureShares shares = indicators::feature_shares(
        workspace, catalogue, layer,
        {field_id::project_code, field_id::investment, field_id::declared_area, field_id::new_capacity},
        asked, finest);
    Projects projects;
    Reader reader(layer, contradictions);
    for (const auto &[code, members] : members_of(shares.rows)) {
        const Size size = size_of(layer, members);
        for (const Member &member : members)
            for (const FeatureShare *piece : member.pieces)
                projects.add_part(member.feature, code, piece->admin, size(*piece));
        reader.read(code, members, projects.project(code));
    }
    return projects;
}

} // namespace qitu::project_figures
