#include "farmland.h"

#include <qitu/core/catalogue/field_ids.h>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>

namespace qitu::sample {

using catalogue::Value;
using geodesy::Point;

std::vector<std::size_t> shares(std::size_t whole, const Weights &weights) {
    double total = 0;
    for (const auto &[code, weight] : weights)
        total += weight;
    std::vector<std::size_t> parts;
    double reached = 0;
    std::size_t given = 0;
    for (const auto &[code, weight] : weights) {
        reached += weight;
        const auto due = static_cast<std::size_t>(std::llround(static_cast<double>(whole) * reached / total));
        parts.push_back(due - given);
        given = due;
    }
    return parts;
}

std::string name_of(const catalogue::Catalogue &catalogue, const std::string &code) {
    const catalogue::AdminUnit *unit = catalogue.find_admin(code);
    return unit != nullptr ? unit->names.zh : code;
}

namespace {

bool inside(const FieldSite &site, const Land &land) {
    const double u = site.block.length();
    const double v = site.block.height();
    const std::array corners{site.frame.geographic(0, 0), site.frame.geographic(u, 0),
                             site.frame.geographic(u, v), site.frame.geographic(0, v)};
    return std::all_of(corners.begin(), corners.end(),
                       [&](Point corner) { return land.contains(site.banner, corner); });
}

double radius_of(const Block &block) {
    constexpr double margin = 120;
    return std::hypot(block.length(), block.height()) / 2 + margin;
}

Frame frame_at(Point centre, const Block &block, Drawn drawn, Random &random) {
    return Frame::centred(drawn, centre, random.around(0.6), block.length(), block.height());
}

} // namespace

FieldSite site_in(const std::string &banner, const Block &block, Drawn drawn, const std::optional<Box> &box,
                  const Land &land, Sites &sites, Random &random) {
    constexpr int tries = 60;
    for (int i = 0;; ++i) {
        const Point centre = land.point_in(banner, box, random);
        FieldSite site{banner, frame_at(centre, block, drawn, random), block};
        if (i < tries && (!sites.is_free(centre, radius_of(block)) || !inside(site, land)))
            continue;
        sites.take(centre, radius_of(block));
        return site;
    }
}

namespace {

// Years and stages go round, so that each of them turns up in the smallest sample.
constexpr std::array project_turns{Turn{2023, "accepted"},   Turn{2023, "under_construction"},
                                   Turn{2022, "accepted"},   Turn{2023, "approved"},
                                   Turn{2021, "maintained"}, Turn{2023, "accepted"},
                                   Turn{2022, "accepted"},   Turn{2023, "under_construction"},
                                   Turn{2021, "accepted"},   Turn{2023, "accepted"}};
constexpr Turn older{2021, "accepted"};
constexpr Turn newer{2023, "accepted"};

enum class Kind { plain, straddling, rebuilt, rebuilding };

/// Positions picked out of a row of many, met in order.
class Picks {
  public:
    Picks(std::size_t count, std::size_t of, Random &random) {
        for (std::size_t i = 0; i < count && of > 0; ++i) // spread out, so that small samples have them too
            positions_.push_back((i * of + random.below(of)) / count);
    }
    bool take(std::size_t position) {
        const bool here = next_ < positions_.size() && positions_[next_] == position;
        next_ += here ? 1 : 0;
        return here;
    }

  private:
    std::vector<std::size_t> positions_;
    std::size_t next_ = 0;
};

/// How many of so many parcels go wrong in each way.
struct Mistakes {
    explicit Mistakes(std::size_t parcels)
        : any(parcels >= 20), twice(any ? 1 + parcels / 400 : 0), bow_ties(any ? 2 + parcels / 1000 : 0),
          wrong_banners(any ? 1 + parcels / 150 : 0) {}
    bool any;
    std::size_t twice, bow_ties, wrong_banners;
};

// Of a parcel's sides. So many parcels of full size would not find room beside each other.
double parcel_size(std::size_t parcels) {
    constexpr double with_room = 2e6;
    return std::min(1.0, std::sqrt(with_room / static_cast<double>(std::max<std::size_t>(parcels, 1))));
}

class Painter {
  public:
    Painter(const FarmlandTask &task, const catalogue::Layer &layer, const catalogue::Catalogue &catalogue,
            const Land &land, Sites &sites, Random random, const TakeItem &take)
        : task_(task), layer_(layer), catalogue_(catalogue), land_(land), sites_(sites), random_(random),
          take_(take), mistakes_(task.parcels), drawn_(task.parcels - mistakes_.twice),
          size_(parcel_size(task.parcels)), bow_ties_(mistakes_.bow_ties, drawn_, random_),
          wrong_banners_(mistakes_.wrong_banners, drawn_, random_), twice_(mistakes_.twice, drawn_, random_) {
    }

    Farmland paint() {
        const std::vector<std::size_t> parts = shares(drawn_, task_.weights);
        for (std::size_t i = 0; i < parts.size(); ++i)
            paint_banner(task_.weights[i].first, parts[i], i);
        for (const Item &item : sent_twice_)
            take_(item);
        return std::move(drawing_);
    }

  private:
    void paint_banner(const std::string &banner, std::size_t parcels, std::size_t place) {
        const std::size_t projects = std::max(parcels / 120 + 1, std::min<std::size_t>(parcels / 10, 6));
        const std::vector<std::size_t> parts = shares(parcels, Weights(projects, {banner, 1.0}));
        for (std::size_t i = 0; i < projects; ++i)
            paint_project(banner, parts[i], kind_of(i, projects, place), i);
    }

    static Kind kind_of(std::size_t project, std::size_t projects, std::size_t place) {
        const bool rebuilds = projects > 2 || (projects == 2 && place % 3 == 0);
        if (rebuilds && project % 8 == 0 && project + 1 < projects)
            return Kind::rebuilt;
        if (rebuilds && project % 8 == 1)
            return Kind::rebuilding;
        return project % 6 == 2 || (projects < 3 && place % 4 == 3) ? Kind::straddling : Kind::plain;
    }

    void paint_project(const std::string &banner, std::size_t parcels, Kind kind, std::size_t serial) {
        if (parcels == 0)
            return;
        const std::size_t strips = parcels >= 9 ? 1 + random_.below(3) : 0;
        const double row = size_ * random_.between(180, 300);
        const double column = size_ * random_.between(110, 190);
        const Block block = block_for(parcels - strips, column, row);
        const FieldSite site = place(banner, block, kind);
        std::vector<Parcel> drawn = parcels_of(block, site.frame, parcels - strips, random_);
        if (strips > 0)
            for (Parcel &strip : canal_strip(block.length(), strips, site.frame, random_))
                drawn.push_back(std::move(strip));
        if (kind != Kind::rebuilding && kind != Kind::straddling)
            drawing_.sites.push_back(site);
        last_ = site;
        record(banner, turn_for(kind), serial, kind, std::move(drawn));
    }

    FieldSite place(const std::string &banner, const Block &block, Kind kind) {
        if (kind == Kind::rebuilding && last_)
            return {
                banner,
                last_->frame.moved(0.55 * last_->block.length(), 0.45 * last_->block.height(), task_.drawn),
                block};
        if (kind == Kind::straddling)
            if (const auto centre = border_place(banner, block))
                return {banner, frame_at(*centre, block, task_.drawn, random_), block};
        return site_in(banner, block, task_.drawn, task_.box, land_, sites_, random_);
    }

    std::optional<Point> border_place(const std::string &banner, const Block &block) {
        for (int i = 0; i < 30; ++i) {
            const auto centre = land_.border_point(banner, random_);
            if (!centre)
                return {};
            if ((task_.box && !task_.box->contains(*centre)) || !sites_.is_free(*centre, radius_of(block)))
                continue;
            sites_.take(*centre, radius_of(block));
            return centre;
        }
        return {};
    }

    Turn turn_for(Kind kind) {
        if (kind == Kind::rebuilt)
            return older;
        return kind == Kind::rebuilding ? newer : project_turns[turn_++ % project_turns.size()];
    }

    void record(const std::string &banner, Turn turn, std::size_t serial, Kind kind,
                std::vector<Parcel> parcels) {
        Draft draft(layer_);
        draft
            .set(catalogue::field_id::project_code, fmt::format("{}GB{}{:03}", banner, turn.year, serial + 1))
            .set(catalogue::field_id::project_name,
                 fmt::format("{}{}年高标准农田{}项目（第{}标段）", name_of(catalogue_, banner), turn.year,
                             kind == Kind::rebuilding ? "改造提升" : "建设", serial + 1))
            .set(catalogue::field_id::admin_code, banner)
            .set(catalogue::field_id::year, std::int64_t{turn.year})
            .set(catalogue::field_id::stage, std::string(turn.stage))
            .set(catalogue::field_id::construction,
                 std::string(kind == Kind::rebuilding ? "renovation" : "new"));
        if (serial % 5 != 0)
            draft.leave("demo_level"); // most projects are no demonstration
        for (Parcel &parcel : parcels) {
            if (random_.chance(0.006))
                make_hole(parcel, task_.drawn);
            if (turn.year == programme_year)
                drawing_.mu_of_year[banner] += parcel.mu;
            Draft own = draft;
            describe(own, parcel.mu);
            hand_over(own.with(std::move(parcel.polygon)));
        }
    }

    // Declared areas come from hand-held surveys: off by tenths of a percent, and now and then by far more.
    void describe(Draft &draft, double mu) {
        const double error = random_.chance(0.02) ? random_.around(0.15) : random_.around(0.003);
        draft.set_area(catalogue::field_id::declared_area, mu * (1 + error)).choose_codes(random_);
    }

    void hand_over(Item item) {
        if (bow_ties_.take(count_))
            make_bow_tie(item.shape);
        if (wrong_banners_.take(count_))
            declare_wrongly(item);
        if (twice_.take(count_))
            sent_twice_.push_back(item);
        take_(item);
        ++count_;
    }

    void declare_wrongly(Item &item) {
        const int column = layer_.index_of(catalogue::field_id::admin_code);
        if (column < 0 || task_.weights.size() < 2)
            return;
        Value &banner = item.values[static_cast<std::size_t>(column)];
        const Value right = banner;
        while (banner == right)
            banner = random_.pick(task_.weights).first;
    }

    const FarmlandTask &task_;
    const catalogue::Layer &layer_;
    const catalogue::Catalogue &catalogue_;
    const Land &land_;
    Sites &sites_;
    Random random_;
    const TakeItem &take_;
    Mistakes mistakes_;
    std::size_t drawn_; // without what is sent twice
    double size_;       // of a parcel's sides
    Picks bow_ties_, wrong_banners_, twice_;
    std::vector<Item> sent_twice_;
    std::size_t count_ = 0;
    std::size_t turn_ = 0;
    std::optional<FieldSite> last_;
    Farmland drawing_;
};

} // namespace

Farmland draw_farmland(const FarmlandTask &task, const catalogue::Layer &layer,
                       const catalogue::Catalogue &catalogue, const Land &land, Sites &sites, Random random,
                       const TakeItem &take) {
    return Painter(task, layer, catalogue, land, sites, random, take).paint();
}

} // namespace qitu::sample
