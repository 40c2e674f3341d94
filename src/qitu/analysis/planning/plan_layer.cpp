#include <qitu/analysis/planning/plan_layer.h>
#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/rounding.h>
#include <qitu/core/catalogue/field_ids.h>
#include <qitu/data/workspace/features.h>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>

namespace qitu::planning {

namespace {

using catalogue::Catalogue;
using catalogue::Feature;
using catalogue::Layer;
using catalogue::Value;
namespace id = catalogue::field_id;

const Value &value(const Feature &feature, const Layer &layer, const char *field) {
    static const Value none;
    const int place = layer.index_of(field);
    return place < 0 ? none : feature.values[static_cast<std::size_t>(place)];
}

void set(Feature &feature, const Layer &layer, const char *field, Value value) {
    feature.values[static_cast<std::size_t>(layer.index_of(field))] = std::move(value);
}

double number(const Value &value) {
    if (const auto *real = std::get_if<double>(&value))
        return *real;
    const auto *whole = std::get_if<std::int64_t>(&value);
    return whole == nullptr ? 0 : static_cast<double>(*whole);
}

std::string state_of(BlockState state) {
    constexpr std::array names{chosen_state, "reserve", "too_small", "too_large"};
    return names.at(static_cast<std::size_t>(state));
}

// Each criterion with its value, in both languages: what the form in QGIS shows.
std::string reasons_of(const Block &block, const Candidates &plan) {
    std::vector<std::string> reasons;
    for (std::size_t i = 0; i < plan.criteria.size(); ++i) {
        const Criterion &criterion = plan.criteria[i];
        reasons.push_back(fmt::format("{} {} → {:.2f} × {:g}", criterion.names.in(language_in_use()),
                                      block.values[i] ? significant(*block.values[i]) : "–",
                                      criterion.points(block.values[i]), criterion.weight));
    }
    return fmt::format("{}", fmt::join(reasons, "; "));
}

Feature feature_of(const Layer &layer, const std::string &name, const Block &block, const Candidates &plan,
                   int year) {
    Feature feature;
    feature.values.resize(layer.fields.size());
    set(feature, layer, id::admin_code, block.admin);
    set(feature, layer, id::year, std::int64_t{year});
    set(feature, layer, id::plan, name);
    set(feature, layer, id::block, block.id);
    set(feature, layer, id::plan_state, state_of(block.state));
    set(feature, layer, id::indicator, plan.indicator);
    set(feature, layer, id::net_area, block.net_m2);
    set(feature, layer, id::score, block.score);
    set(feature, layer, id::reasons, reasons_of(block, plan));
    feature.wkb = block.wkb;
    return feature;
}

SavedBlock block_of(const Feature &feature, const Layer &layer) {
    const auto text = [&](const char *field) { return catalogue::text_of(value(feature, layer, field)); };
    const auto count = [&](const char *field) {
        return static_cast<std::int64_t>(number(value(feature, layer, field)));
    };
    return {feature.id,
            count(id::block),
            text(id::admin_code),
            text(id::indicator),
            text(id::plan_state),
            count(id::year),
            number(value(feature, layer, id::net_area)),
            number(value(feature, layer, id::score)),
            text(id::reasons),
            false,
            feature.wkb};
}

std::string project_code_of(const std::string &plan, std::int64_t block) {
    return fmt::format("{}-{}", plan, block);
}

const Layer *find_plan_layer(const Catalogue &catalogue) {
    constexpr std::array fields{id::plan,     id::block, id::plan_state, id::indicator,
                                id::net_area, id::score, id::reasons};
    for (const Layer &layer : catalogue.layers())
        if (std::all_of(fields.begin(), fields.end(),
                        [&](const char *field) { return layer.field(field) != nullptr; }))
            return &layer;
    return nullptr;
}

bool by_number(const SavedBlock &a, const SavedBlock &b) {
    return a.block < b.block;
}

// Codes of the projects of a plan whose features have all come to the stage that the indicator counts from.
std::set<std::string> built_projects(const workspace::Workspace &workspace, const Catalogue &catalogue,
                                     const SavedPlan &plan) {
    const catalogue::Indicator &indicator = catalogue.indicator(plan.indicator);
    const Layer &layer = catalogue.layer(indicator.layer);
    const int counts = catalogue.stage_rank(indicator.from_stage);
    std::map<std::string, bool> projects;
    workspace::FeatureCursor cursor = workspace::features(workspace, layer);
    for (Feature feature; cursor.next(feature);)
        if (const std::string code = catalogue::text_of(value(feature, layer, id::project_code));
            code.starts_with(plan.name + "-"))
            projects.try_emplace(code, true).first->second &=
                catalogue.stage_rank(catalogue::text_of(value(feature, layer, id::stage))) >= counts;
    std::set<std::string> built;
    for (const auto &[code, done] : projects)
        if (done)
            built.insert(code);
    return built;
}

void mark_built(SavedPlan &plan, const workspace::Workspace &workspace, const Catalogue &catalogue) {
    if (std::none_of(plan.blocks.begin(), plan.blocks.end(),
                     [](const SavedBlock &block) { return block.state == accepted_state; }))
        return;
    const std::set<std::string> built = built_projects(workspace, catalogue, plan);
    for (SavedBlock &block : plan.blocks)
        block.built =
            block.state == accepted_state && built.contains(project_code_of(plan.name, block.block));
}

std::vector<Feature> features_of(const workspace::Workspace &workspace, const Layer &layer,
                                 const std::string &name) {
    std::vector<Feature> features;
    std::set<std::string> names;
    workspace::FeatureCursor cursor = workspace::features(workspace, layer);
    for (Feature feature; cursor.next(feature);) {
        names.insert(catalogue::text_of(value(feature, layer, id::plan)));
        if (names.contains(name) && catalogue::text_of(value(feature, layer, id::plan)) == name)
            features.push_back(feature);
    }
    if (features.empty())
        throw Error(ErrorKind::refused,
                    say("{}: there is no plan {}. Saved are: {}.", workspace.file().string(), name,
                        names.empty() ? "–" : fmt::format("{}", fmt::join(names, ", "))));
    return features;
}

class Acceptance {
  public:
    Acceptance(const workspace::Workspace &workspace, const Catalogue &catalogue, const std::string &name,
               const std::vector<std::int64_t> &blocks)
        : catalogue_(catalogue), name_(name), plans_(plan_layer(catalogue)),
          wanted_(blocks.begin(), blocks.end()), all_(blocks.empty()),
          features_(features_of(workspace, plans_, name)) {
        for (std::size_t i = 0; i < features_.size(); ++i)
            take(i);
        if (!wanted_.empty())
            throw Error(ErrorKind::refused,
                        say("The plan {} has no block {}.", name, fmt::join(wanted_, ", ")));
        if (projects_.empty())
            throw Error(ErrorKind::refused, say("The plan {} has no chosen block to accept.", name));
    }

    std::size_t write(workspace::Edit &edit) {
        for (const auto &[layer, feature] : projects_)
            workspace::add_feature(edit, *layer, feature);
        workspace::remove_features(edit, plans_, id::plan, {name_});
        for (const Feature &feature : features_)
            workspace::add_feature(edit, plans_, feature);
        return projects_.size();
    }

  private:
    void take(std::size_t i) {
        Feature &feature = features_[i];
        const SavedBlock block = block_of(feature, plans_);
        const bool named = wanted_.erase(block.block) > 0;
        if (named && block.state == accepted_state)
            throw Error(ErrorKind::refused,
                        say("Block {} of the plan {} was accepted before.", block.block, name_));
        if (!named && !(all_ && block.state == chosen_state))
            return; // it stays as it is
        const Layer &layer = catalogue_.layer(catalogue_.indicator(block.indicator).layer);
        projects_.emplace_back(&layer, project_of(block, layer));
        set(feature, plans_, id::plan_state, std::string(accepted_state));
    }

    [[nodiscard]] Feature project_of(const SavedBlock &block, const Layer &layer) const {
        Feature feature;
        feature.values.resize(layer.fields.size());
        set(feature, layer, id::project_code, project_code_of(name_, block.block));
        set(feature, layer, id::project_name, fmt::format("{} {}", name_, block.block));
        set(feature, layer, id::admin_code, block.admin);
        set(feature, layer, id::year, block.year);
        set(feature, layer, id::stage, catalogue_.stages().front().id);
        for (std::size_t i = 0; i < layer.fields.size(); ++i)
            if (layer.fields[i].required && std::holds_alternative<std::monostate>(feature.values[i]))
                throw Error(ErrorKind::refused, say("The layer {} wants the field {}, which a plan does not "
                                                    "have. Export the plan, fill it "
                                                    "in and import it.",
                                                    layer.id, layer.fields[i].id));
        feature.wkb = block.wkb;
        return feature;
    }

    const Catalogue &catalogue_;
    const std::string &name_;
    const Layer &plans_;
    std::set<std::int64_t> wanted_;
    bool all_; // that are chosen
    std::vector<Feature> features_;
    std::vector<std::pair<const Layer *, Feature>> projects_;
};

} // namespace

const Layer &plan_layer(const Catalogue &catalogue) {
    const Layer *layer = find_plan_layer(catalogue);
    if (layer == nullptr)
        throw Error(ErrorKind::refused, say("The catalogue has no layer for plans."));
    return *layer;
}

std::vector<Feature> block_features(const Layer &layer, const std::string &name, const Candidates &plan,
                                    int year) {
    std::vector<Feature> features;
    for (const Block &block : plan.blocks) {
        features.push_back(feature_of(layer, name, block, plan, year));
        features.back().id = static_cast<std::int64_t>(features.size());
    }
    return features;
}

void save_plan(workspace::Edit &edit, const Catalogue &catalogue, const std::string &name,
               const Candidates &plan, int year) {
    const Layer &layer = plan_layer(catalogue);
    workspace::ensure_layer(edit, layer);
    workspace::remove_features(edit, layer, id::plan, {name});
    const std::vector<Feature> features = block_features(layer, name, plan, year);
    auto next = features.begin();
    workspace::add_features(
        edit, layer, [&] { return next == features.end() ? nullptr : &*next++; }, features.size());
}

std::vector<SavedBlock> saved_plan(const workspace::Workspace &workspace, const Catalogue &catalogue,
                                   const std::string &name) {
    const Layer &layer = plan_layer(catalogue);
    std::vector<SavedBlock> blocks;
    for (const Feature &feature : features_of(workspace, layer, name))
        blocks.push_back(block_of(feature, layer));
    std::sort(blocks.begin(), blocks.end(), by_number);
    return blocks;
}

std::vector<SavedPlan> saved_plans(const workspace::Workspace &workspace, const Catalogue &catalogue) {
    const Layer *layer = find_plan_layer(catalogue);
    if (layer == nullptr || workspace::feature_count(workspace, *layer) == 0)
        return {};
    std::map<std::string, SavedPlan> plans;
    workspace::FeatureCursor cursor = workspace::features(workspace, *layer);
    for (Feature feature; cursor.next(feature);) {
        SavedPlan &plan = plans[catalogue::text_of(value(feature, *layer, id::plan))];
        plan.blocks.push_back(block_of(feature, *layer));
        plan.indicator = plan.blocks.back().indicator;
        plan.year = static_cast<int>(plan.blocks.back().year);
    }
    std::vector<SavedPlan> result;
    for (auto &[name, plan] : plans) {
        plan.name = name;
        std::sort(plan.blocks.begin(), plan.blocks.end(), by_number);
        mark_built(plan, workspace, catalogue);
        result.push_back(std::move(plan));
    }
    return result;
}

std::vector<ComparedBanner> compared(const Catalogue &catalogue, const std::vector<SavedBlock> &a,
                                     const std::vector<SavedBlock> &b) {
    std::map<std::string, ComparedBanner> banners;
    const auto add = [&](const std::vector<SavedBlock> &blocks, auto count, auto m2, auto score) {
        for (const SavedBlock &block : blocks) {
            ComparedBanner &banner = banners[block.admin];
            if (block.state != chosen_state && block.state != accepted_state)
                continue;
            ++(banner.*count);
            banner.*m2 += block.net_m2;
            banner.*score += block.score * block.net_m2;
        }
    };
    add(a, &ComparedBanner::blocks_a, &ComparedBanner::a_m2, &ComparedBanner::a_score);
    add(b, &ComparedBanner::blocks_b, &ComparedBanner::b_m2, &ComparedBanner::b_score);
    std::vector<ComparedBanner> result;
    for (auto &[code, banner] : banners) {
        banner.admin = code;
        const catalogue::AdminUnit *unit = catalogue.find_admin(code);
        banner.name = unit == nullptr ? code : unit->names.zh;
        banner.a_score = banner.a_m2 > 0 ? banner.a_score / banner.a_m2 : 0;
        banner.b_score = banner.b_m2 > 0 ? banner.b_score / banner.b_m2 : 0;
        result.push_back(banner);
    }
    return result;
}

std::size_t accept_plan(workspace::Workspace &workspace, const Catalogue &catalogue, const std::string &name,
                        const std::vector<std::int64_t> &blocks, const workspace::Change &change) {
    Acceptance acceptance(workspace, catalogue, name, blocks);
    std::size_t written = 0;
    workspace.transaction(change, [&](workspace::Edit &edit) { written = acceptance.write(edit); });
    return written;
}

} // namespace qitu::planning
