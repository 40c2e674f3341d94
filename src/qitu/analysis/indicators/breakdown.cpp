#include "breakdown.h"

#include <qitu/core/base/text.h>
#include <qitu/core/base/units.h>
#include <qitu/core/catalogue/field_ids.h>
#include <qitu/data/workspace/features.h>

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace qitu::indicators {

namespace {

using catalogue::Catalogue;
using catalogue::Feature;
using catalogue::Layer;
using tabulate::Item;

constexpr std::int64_t above_every_stage = 1000;
constexpr std::string_view year_ending = ".year";
constexpr std::string_view given_ending = ".given";

// A layer's features as the engine wants them: stage as priority, then year, then id.
class LayerSource {
  public:
    LayerSource(const workspace::Workspace &workspace, const Catalogue &catalogue, const Plan &plan)
        : workspace_(workspace), catalogue_(catalogue), plan_(plan),
          year_(plan.layer->index_of(catalogue::field_id::year)),
          stage_(plan.layer->index_of(catalogue::field_id::stage)),
          project_code_(plan.layer->index_of(catalogue::field_id::project_code)),
          project_name_(plan.layer->index_of(catalogue::field_id::project_name)), ranking_(plan.ranking),
          part_(plan.layer->index_of(plan.part_field)) {
        if (part_ >= 0)
            part_size_ = unit_size(unit_from(plan.layer->field(plan.part_field)->unit));
        for (const std::string &field : plan.fields)
            fields_.emplace_back(plan, field);
        for (const std::string &field : plan.value_fields)
            value_columns_.push_back(plan.layer->index_of(field));
        note_fields_read();
        for (const Group &group : plan.known)
            number_of(group);
        rewind();
    }

    void rewind() {
        cursor_.emplace(plan_.only == nullptr ? workspace::features(workspace_, *plan_.layer, read_)
                                              : workspace::features(workspace_, *plan_.layer, *plan_.only));
        std::fill(features_.begin(), features_.end(), 0);
    }

    bool next(Item &item) {
        while (cursor_->next(feature_)) {
            item.group = number_of(group_of(feature_));
            ++features_[item.group];
            note_declared();
            if (!set_precedence(item))
                continue;
            item.id = feature_.id;
            item.wkb = feature_.wkb;
            item.no_place = feature_.no_place;
            item.central_meridian = feature_.central_meridian;
            read_values(item);
            return true;
        }
        return false;
    }

    [[nodiscard]] const std::vector<Group> &groups() const { return groups_; }
    [[nodiscard]] const std::vector<std::uint64_t> &features() const { return features_; }
    [[nodiscard]] const std::map<std::int64_t, double> &declared_m2() const { return declared_m2_; }
    /// Of the feature at hand.
    [[nodiscard]] Project project() const {
        std::string code = text(project_code_);
        if (code.empty())
            code = fmt::format("\t{}", feature_.id);
        return {std::move(code), text(project_name_)};
    }

  private:
    // A field, the year of a date, whether a number is given, or whether something is near.
    struct GroupField {
        GroupField(const Plan &plan, const std::string &name)
            : year(name.ends_with(year_ending)), given(name.ends_with(given_ending)),
              index(plan.layer->index_of(year || given ? name.substr(0, name.rfind('.')) : name)) {
            if (const auto works = plan.near.find(name); works != plan.near.end())
                near = works->second;
        }
        bool year, given;
        int index;
        std::shared_ptr<const NearWorks> near;

        [[nodiscard]] std::string value(std::string text) const {
            constexpr std::size_t digits = 4;
            double number = 0;
            if (year && text.size() > digits)
                text.resize(digits);
            if (given)
                text = parse_number(text, number) && number > 0 ? "1" : "";
            return text;
        }
    };

    void note_fields_read() {
        read_.fields = {year_, stage_, part_};
        if (plan_.pieces)
            read_.fields.insert({project_code_, project_name_});
        read_.fields.insert(value_columns_.begin(), value_columns_.end());
        for (const GroupField &field : fields_)
            read_.fields.insert(field.index);
        read_.fields.erase(-1); // which the layer does not have
    }

    void read_values(Item &item) const {
        item.values.assign(value_columns_.size(), std::numeric_limits<double>::quiet_NaN());
        for (std::size_t i = 0; i < value_columns_.size(); ++i)
            parse_number(text(value_columns_[i]), item.values[i]);
    }

    void note_declared() {
        double number = 0;
        if (part_ >= 0 && parse_number(text(part_), number) && number > 0)
            declared_m2_[feature_.id] = number * part_size_;
    }

    bool set_precedence(Item &item) const {
        if (!ranking_) {
            item.priority = catalogue_.stage_rank(text(stage_));
            item.key = key();
            return true;
        }
        const std::optional<Precedence> &precedence = precedences_[item.group];
        if (precedence) {
            item.priority = precedence->priority;
            item.key = {precedence->key, feature_.id};
        }
        return precedence.has_value();
    }

    [[nodiscard]] std::string text(int field) const {
        return field < 0 ? std::string()
                         : catalogue::text_of(feature_.values[static_cast<std::size_t>(field)]);
    }

    // A feature of no year comes after all that have one.
    [[nodiscard]] tabulate::Key key() const {
        double year = 0;
        return {parse_number(text(year_), year) ? static_cast<std::int64_t>(year) : 9999, feature_.id};
    }

    [[nodiscard]] Group group_of(const Feature &feature) const {
        Group group;
        for (const GroupField &field : fields_)
            group.push_back(field.near ? field.near->mark_of(feature) : field.value(text(field.index)));
        return group;
    }

    std::uint32_t number_of(Group group) {
        std::string joined;
        for (const std::string &value : group)
            joined += value + '\x1f';
        const auto [place, fresh] = numbers_.emplace(joined, static_cast<std::uint32_t>(groups_.size()));
        if (fresh) {
            precedences_.push_back(ranking_ ? ranking_(group) : std::nullopt);
            features_.push_back(0);
            groups_.push_back(std::move(group));
        }
        return place->second;
    }

    const workspace::Workspace &workspace_;
    const Catalogue &catalogue_;
    const Plan &plan_;
    std::optional<workspace::FeatureCursor> cursor_;
    int year_, stage_, project_code_, project_name_;
    Ranking ranking_;
    int part_;
    double part_size_ = 1; // m²
    std::map<std::int64_t, double> declared_m2_;
    std::vector<GroupField> fields_;
    std::vector<int> value_columns_;
    workspace::OnlyFields read_;
    Feature feature_;
    std::vector<Group> groups_;
    std::vector<std::optional<Precedence>> precedences_; // by group, where there is a ranking
    std::vector<std::uint64_t> features_;                // by group
    std::unordered_map<std::string, std::uint32_t> numbers_;
};

// Notes the features of the layer as they are read.
class NotedSource : public tabulate::Source {
  public:
    explicit NotedSource(geodesy::Crs crs) : crs_(std::move(crs)) {}
    [[nodiscard]] geodesy::Crs crs() const override { return crs_; }

    std::function<void(const Item &)> note;

  private:
    geodesy::Crs crs_;
};

class BreakdownSource : public NotedSource {
  public:
    BreakdownSource(const geodesy::Crs &crs, LayerSource &layer) : NotedSource(crs), layer_(layer) {}
    bool next(Item &item) override {
        if (!layer_.next(item))
            return false;
        if (note)
            note(item);
        return true;
    }
    void rewind() override { layer_.rewind(); }

  private:
    LayerSource &layer_;
};

// Features of bases have negative ids, from which base and feature are read again.
class BaseIds {
  public:
    explicit BaseIds(std::size_t bases) : bases_(static_cast<std::int64_t>(bases)) {}
    [[nodiscard]] std::int64_t id(std::size_t base, std::int64_t feature) const {
        return -(feature * bases_ + static_cast<std::int64_t>(base)) - 1;
    }
    [[nodiscard]] Claimant claimant(std::int64_t id) const {
        if (id >= 0)
            return {Claimant::itself, id};
        const std::int64_t number = -(id + 1);
        return {static_cast<std::size_t>(number % bases_), number / bases_};
    }

  private:
    std::int64_t bases_;
};

// The bases' features first, above all others, then the layer's.
class SourceUnderBases : public NotedSource {
  public:
    SourceUnderBases(const geodesy::Crs &crs, std::deque<LayerSource> &sources,
                     const std::vector<Base> &bases, LayerSource &layer)
        : NotedSource(crs), sources_(sources), bases_(bases), ids_(bases.size()), layer_(layer) {}
    bool next(Item &item) override {
        for (; base_ < sources_.size(); ++base_)
            while (sources_[base_].next(item))
                if (bases_[base_].counts(sources_[base_].groups()[item.group])) {
                    item.id = ids_.id(base_, item.id);
                    item.group = 0;
                    item.priority += above_every_stage;
                    return true;
                }
        if (!layer_.next(item))
            return false;
        ++item.group;
        if (note)
            note(item);
        return true;
    }
    void rewind() override {
        base_ = 0;
        for (LayerSource &source : sources_)
            source.rewind();
        layer_.rewind();
    }

  private:
    std::deque<LayerSource> &sources_;
    const std::vector<Base> &bases_;
    BaseIds ids_;
    LayerSource &layer_;
    std::size_t base_ = 0;
};

class BannerNumbers {
  public:
    explicit BannerNumbers(const Tree &tree) {
        for (std::size_t i = 0; i < tree.banners.size(); ++i)
            numbers_[tree.banners[i].code] = i;
    }
    [[nodiscard]] std::size_t operator[](const std::string &code) const { return numbers_.at(code); }

  private:
    std::unordered_map<std::string, std::size_t> numbers_;
};

void take_result(Breakdown &breakdown, const Tree &tree, const Plan &plan, tabulate::Result result,
                 std::size_t groups, const BaseIds &ids) {
    const BannerNumbers numbers(tree);
    if (plan.amounts) {
        breakdown.amounts.assign(tree.banners.size(), std::vector<Amounts>(groups));
        for (const tabulate::Row &row : result.rows)
            breakdown.amounts[numbers[row.zone]][row.group] = {
                row.figures, row.gross, row.net, row.length, row.net_length, row.ground, row.values};
    }
    breakdown.wholes = tabulate::wholes_of(result);
    breakdown.ground_m2.resize(tree.banners.size());
    for (const tabulate::ZoneGround &zone : result.zones)
        breakdown.ground_m2[numbers[zone.zone]] = zone.m2;
    breakdown.outside_values = std::move(result.outside_values);
    for (const tabulate::Subtraction &taken : result.subtractions)
        if (!taken.zone.empty())
            breakdown.subtractions.push_back({ids.claimant(taken.feature), ids.claimant(taken.prior),
                                              static_cast<std::uint32_t>(numbers[taken.zone]), taken.m2});
    breakdown.outside = std::move(result.outside);
    breakdown.contested = std::move(result.contested);
    breakdown.worst_relative = result.worst_relative;
    breakdown.findings = std::move(result.findings);
}

// Notes the features of a layer as they are read, and their pieces as they are told.
class PieceCollector {
  public:
    PieceCollector(Breakdown &breakdown, const Tree &tree) : breakdown_(breakdown), numbers_(tree) {}

    [[nodiscard]] std::function<void(const Item &)> note(const LayerSource &layer) {
        return [this, &layer](const Item &item) { breakdown_.projects[item.id] = layer.project(); };
    }
    [[nodiscard]] std::function<void(const tabulate::Piece &)> piece() {
        return [this](const tabulate::Piece &piece) {
            if (!piece.zone.empty() && piece.feature >= 0)
                breakdown_.pieces.push_back({piece.feature, piece.group,
                                             static_cast<std::uint32_t>(numbers_[piece.zone]), piece.gross_m2,
                                             piece.net_m2, piece.length_m, piece.net_length_m});
        };
    }

  private:
    Breakdown &breakdown_;
    BannerNumbers numbers_;
};

using tabulate::TakePiece;

TakePiece receiver_of_pieces(const Plan &plan, PieceCollector &notes, const LayerSource &layer) {
    TakePiece note = plan.pieces ? notes.piece() : TakePiece();
    if (!plan.tell)
        return note;
    return [note, &plan, &layer](const tabulate::Piece &piece) {
        if (note)
            note(piece);
        plan.tell(piece, layer.groups()[piece.group]);
    };
}

// What is said of the layer and the zones was said by other runs.
void keep_findings_of_bases(std::vector<tabulate::Finding> &findings, const BaseIds &ids) {
    std::erase_if(findings, [](const tabulate::Finding &finding) { return finding.feature >= 0; });
    for (tabulate::Finding &finding : findings)
        finding.feature = ids.claimant(finding.feature).feature;
}

// What the engine reads: the features of a layer, under those of bases where there are any.
class EngineInput {
  public:
    EngineInput(const std::vector<Base> &bases, const workspace::Workspace &workspace,
                const Catalogue &catalogue, const Tree &tree, const Plan &plan, Breakdown &breakdown)
        : layer_(workspace, catalogue, plan), notes_(breakdown, tree), plan_(plan) {
        for (const Base &base : bases)
            sources_.emplace_back(workspace, catalogue, base.plan);
        if (bases.empty())
            source_ = std::make_unique<BreakdownSource>(tree.zones.crs, layer_);
        else
            source_ = std::make_unique<SourceUnderBases>(tree.zones.crs, sources_, bases, layer_);
        if (plan.pieces)
            source_->note = notes_.note(layer_);
    }

    [[nodiscard]] tabulate::Source &source() { return *source_; }
    [[nodiscard]] const LayerSource &layer() const { return layer_; }
    [[nodiscard]] TakePiece piece() { return receiver_of_pieces(plan_, notes_, layer_); }

  private:
    LayerSource layer_;
    std::deque<LayerSource> sources_; // of bases
    std::unique_ptr<NotedSource> source_;
    PieceCollector notes_;
    const Plan &plan_;
};

void take_figures(Breakdown &breakdown, const std::vector<Base> &bases, const Tree &tree, const Plan &plan,
                  tabulate::Result result) {
    const BaseIds ids(std::max<std::size_t>(1, bases.size()));
    take_result(breakdown, tree, plan, std::move(result), breakdown.groups.size() + (bases.empty() ? 0 : 1),
                ids);
    if (!bases.empty())
        keep_findings_of_bases(breakdown.findings, ids);
}

tabulate::Result run_engine(EngineInput &input, const tabulate::ReusableZones &zones,
                            const tabulate::Options &options, const Plan &plan, Breakdown &breakdown) {
    if (!plan.contests || !options.net)
        return tabulate::tabulate(input.source(), zones, options, input.piece());
    auto contests = std::make_shared<tabulate::Contests>();
    tabulate::Result result =
        tabulate::tabulate_keeping(input.source(), zones, options, input.piece(), *contests);
    if (contests->kept())
        breakdown.contests = std::move(contests);
    return result;
}

// By group, as the engine wants it.
tabulate::Contests::OrderOfGroup order_by(const Ranking &ranking, const std::vector<Group> &groups) {
    std::vector<std::optional<tabulate::Contests::Order>> orders(groups.size());
    for (std::size_t i = 0; i < groups.size(); ++i)
        if (const std::optional<Precedence> precedence = ranking(groups[i]))
            orders[i] = {precedence->priority, precedence->key};
    return [orders = std::move(orders)](std::uint32_t group) { return orders[group]; };
}

} // namespace

std::string year_of_field(std::string_view date_field) {
    return std::string(date_field) + std::string(year_ending);
}

std::string is_given_field(std::string_view number_field) {
    return std::string(number_field) + std::string(given_ending);
}

Breakdown break_down(const workspace::Workspace &workspace, const Catalogue &catalogue, const Tree &tree,
                     const Plan &plan, const tabulate::Options &options) {
    return break_down_under({}, workspace, catalogue, tree, plan, options);
}

Breakdown break_down_under(const std::vector<Base> &bases, const workspace::Workspace &workspace,
                           const Catalogue &catalogue, const Tree &tree, const Plan &plan,
                           const tabulate::Options &options) {
    Breakdown breakdown;
    EngineInput input(bases, workspace, catalogue, tree, plan, breakdown);
    tabulate::Options drawn = options;
    drawn.shapes = static_cast<bool>(plan.tell);
    tabulate::Result result = run_engine(input, tree.ready_zones(options.threads), drawn, plan, breakdown);
    breakdown.groups = input.layer().groups();
    breakdown.features = input.layer().features();
    breakdown.declared_m2 = input.layer().declared_m2();
    take_figures(breakdown, bases, tree, plan, std::move(result));
    return breakdown;
}

Breakdown settle_again(const Breakdown &layer, const Tree &tree, const Plan &plan,
                       const tabulate::Options &options) {
    Breakdown breakdown;
    breakdown.groups = layer.groups;
    PieceCollector pieces(breakdown, tree);
    take_figures(breakdown, {}, tree, plan,
                 layer.contests->settle(order_by(plan.ranking, layer.groups), options,
                                        plan.pieces ? pieces.piece() : TakePiece()));
    return breakdown;
}

parts::Run part_of_breakdown(const CountedByPart &counted, const std::vector<Base> &bases,
                             const workspace::Workspace &workspace, const Catalogue &catalogue,
                             const Tree &tree, const Plan &plan, const tabulate::Options &options) {
    Breakdown found; // pieces, and the projects of all that is read
    EngineInput input(bases, workspace, catalogue, tree, plan, found);
    const tabulate::ReusableZones &zones = tree.ready_zones(options.threads);
    parts::Run run;
    if (const auto *part = std::get_if<tabulate::PartNumber>(&counted))
        run.partial = tabulate::tabulate_part(input.source(), zones, options, *part, input.piece());
    else
        run.partial =
            tabulate::tabulate_some(input.source(), zones, options,
                                    *std::get<const std::vector<std::int64_t> *>(counted), input.piece());
    run.groups = input.layer().groups();
    run.pieces = std::move(found.pieces);
    const std::map<std::int64_t, double> &declared = input.layer().declared_m2();
    for (const FeaturePiece &piece : run.pieces) {
        run.projects.try_emplace(piece.feature, found.projects.at(piece.feature));
        if (const auto m2 = declared.find(piece.feature); m2 != declared.end())
            run.declared_m2.insert(*m2);
    }
    return run;
}

Breakdown breakdown_of(const parts::Run &run, const std::vector<Base> &bases, const Tree &tree,
                       const Plan &plan) {
    Breakdown breakdown;
    breakdown.groups = run.groups;
    breakdown.pieces = run.pieces;
    breakdown.projects = run.projects;
    breakdown.declared_m2 = run.declared_m2;
    breakdown.rivals = run.partial.rivals;
    take_figures(breakdown, bases, tree, plan, tabulate::result_of(run.partial));
    return breakdown;
}

} // namespace qitu::indicators
