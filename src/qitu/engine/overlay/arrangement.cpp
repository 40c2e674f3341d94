#include "arrangement.h"

#include <qitu/core/base/random.h>

#include <bit>
#include <cmath>
#include <numeric>
#include <tuple>

namespace qitu::overlay {

namespace {

// Ends that are equal to the bit hash alike; -0 is 0.
std::uint64_t hash_of(Point p) {
    const auto bits = [](double value) { return std::bit_cast<std::uint64_t>(value + 0.0); };
    return mixed(mixed(bits(p.x)) + golden_gamma + bits(p.y));
}

// The same point whichever edge is named first and in whichever direction they run.
Point crossing(Point a, Point b, Point c, Point d) {
    if (before(b, a))
        std::swap(a, b);
    if (before(d, c))
        std::swap(c, d);
    if (before(c, a) || (a == c && before(d, b))) {
        std::swap(a, c);
        std::swap(b, d);
    }
    const double turn = (b.x - a.x) * (d.y - c.y) - (b.y - a.y) * (d.x - c.x);
    const double t = ((c.x - a.x) * (d.y - c.y) - (c.y - a.y) * (d.x - c.x)) / turn;
    return {a.x + t * (b.x - a.x), a.y + t * (b.y - a.y)};
}

double along(Point from, Point to, Point p) {
    return (p.x - from.x) * (to.x - from.x) + (p.y - from.y) * (to.y - from.y);
}

} // namespace

bool Arrangement::resolve(const Rings &feature, const Box &box, std::span<const Rings> priors,
                          std::int32_t zone) {
    to_note_border_ = false;
    lay_out(feature, box, priors, zone);
    return closed();
}

// Edges outside the common box matter to neither polygon's ground inside it.
std::optional<double> Arrangement::resolve_common(const Rings &one, const Rings &other,
                                                  const Box &common_box) {
    to_note_border_ = true;
    border_.clear();
    lay_out(one, common_box, {&other, 1}, 0);
    for (const Region &region : regions_)
        if (region.taken)
            return region.open_ends == 0 ? std::optional(region.area) : std::nullopt;
    return 0;
}

void Arrangement::lay_out(const Rings &feature, const Box &window, std::span<const Rings> priors,
                          std::int32_t zone) {
    feature_ = feature;
    priors_ = priors;
    box_ = window;
    origin_ = window.middle();
    only_zone_ = zone;
    strips_.set_parallel(origin_.y);
    edges_.clear();
    prior_boxes_.clear();
    collect(feature, feature_owner, window);
    for (std::size_t i = 0; i < priors.size(); ++i) {
        prior_boxes_.push_back(box_of(priors[i].all()));
        collect(priors[i], static_cast<std::int32_t>(i) + 1, window);
    }
    index_priors();
    if (only_zone_ == ZoneIndex::several)
        collect_borders();
    node();
    split_into_pieces();
    label_and_sum();
    add_up();
}

void Arrangement::resolve_line(const Shape &line, const Box &box) {
    box_ = box;
    origin_ = box.middle();
    edges_.clear();
    std::vector<double> lengths;
    for (std::size_t i = 0; i < line.paths(); ++i) {
        const auto path = line.path(i);
        for (std::size_t k = 0; k + 1 < path.size(); ++k) {
            const Point a = offset(path[k]);
            const Point b = offset(path[k + 1]);
            edges_.push_back({a, b, box_of_edge(a, b), feature_owner});
            lengths.push_back(geodesy::length(path.subspan(k, 2), ellipsoid_));
        }
    }
    collect_borders();
    node();
    split_into_pieces();
    measure_along(lengths);
}

// An edge's pieces are measured one by one; that their geodesics are not quite the edge's is shared out among
// them.
void Arrangement::measure_along(const std::vector<double> &lengths) {
    std::vector<double> sums(lengths.size(), 0.0);
    const auto measure = [&](const Piece &piece) {
        const Point ends[]{{piece.low.x + origin_.x, piece.low.y + origin_.y},
                           {piece.high.x + origin_.x, piece.high.y + origin_.y}};
        return geodesy::length(ends, ellipsoid_);
    };
    for (const Piece &piece : pieces_)
        if (piece.owner == feature_owner)
            sums[piece.edge] += measure(piece);
    regions_.clear();
    for_each_place([&](std::span<const Piece> same) {
        const std::int32_t zone = zone_of_line(same);
        for (const Piece &piece : same)
            if (piece.owner == feature_owner)
                region({true, false, zone}).area += lengths[piece.edge] * (measure(piece) / sums[piece.edge]);
    });
    add_up();
}

std::int32_t Arrangement::zone_of_line(std::span<const Piece> same) const {
    std::int32_t zone = ZoneIndex::outside;
    for (const Piece &piece : same)
        if (piece.owner < 0)
            zone = zone < 0 ? -1 - piece.owner : std::min(zone, -1 - piece.owner);
    if (zone >= 0)
        return zone;
    const Point low = same.front().low;
    const Point high = same.front().high;
    return zones_->at({(low.x + high.x) / 2 + origin_.x, (low.y + high.y) / 2 + origin_.y});
}

void Arrangement::collect(const Rings &rings, std::int32_t owner, const Box &window) {
    for_each_edge(rings, [&](Point from, Point to) {
        if (!box_of_edge(from, to).meets(window))
            return;
        const Point a = offset(from);
        const Point b = offset(to);
        edges_.push_back({a, b, box_of_edge(a, b), owner});
    });
}

void Arrangement::collect_borders() {
    zones_->borders_near(box_, borders_);
    for (const ZoneIndex::Edge &border : borders_) {
        const Point a = offset(border.from);
        const Point b = offset(border.to);
        edges_.push_back({a, b, box_of_edge(a, b), owner_of_zone(border.zone)});
    }
}

// The window in columns about as wide as a prior feature is, to find those that may contain a point.
void Arrangement::index_priors() {
    constexpr std::size_t few = 16;
    double widths = 0;
    for (const Box &box : prior_boxes_)
        widths += std::clamp(box.width(), 0.0, box_.width());
    std::size_t columns = 1;
    if (priors_.size() > few && widths > 0)
        columns += static_cast<std::size_t>(std::min(box_.width() / widths, 1.0) *
                                            static_cast<double>(priors_.size()));
    column_width_ = box_.width() / static_cast<double>(columns);
    column_begins_.assign(columns + 1, 0);
    const auto for_each_column = [&](const Box &box, const auto &take) {
        for (std::size_t column = column_of(box.min_x); column <= column_of(box.max_x); ++column)
            take(column_begins_[column]);
    };
    for (const Box &box : prior_boxes_)
        for_each_column(box, [](std::uint32_t &count) { ++count; });
    std::partial_sum(column_begins_.begin(), column_begins_.end(), column_begins_.begin());
    in_column_.resize(column_begins_.back());
    for (auto i = static_cast<std::uint32_t>(priors_.size()); i-- > 0;)
        for_each_column(prior_boxes_[i], [&](std::uint32_t &begin) { in_column_[--begin] = i; });
}

std::size_t Arrangement::column_of(double x) const {
    const std::size_t columns = column_begins_.size() - 1;
    if (columns == 1 || x <= box_.min_x)
        return 0;
    return std::min(static_cast<std::size_t>((x - box_.min_x) / column_width_), columns - 1);
}

void Arrangement::node() {
    splits_.clear();
    order_.resize(edges_.size());
    std::iota(order_.begin(), order_.end(), 0U);
    std::sort(order_.begin(), order_.end(),
              [&](std::uint32_t a, std::uint32_t b) { return edges_[a].box.min_x < edges_[b].box.min_x; });
    for (std::size_t i = 0; i < order_.size(); ++i) {
        const Edge &edge = edges_[order_[i]];
        for (std::size_t j = i + 1; j < order_.size(); ++j) {
            const Edge &other = edges_[order_[j]];
            if (other.box.min_x > edge.box.max_x)
                break;
            if (other.owner != edge.owner && edge.box.min_y <= other.box.max_y &&
                other.box.min_y <= edge.box.max_y)
                meet(order_[i], order_[j]);
        }
    }
}

void Arrangement::meet(std::uint32_t a, std::uint32_t b) {
    const Edge &one = edges_[a];
    const Edge &two = edges_[b];
    const int two_from = side(one.from, one.to, two.from);
    const int two_to = side(one.from, one.to, two.to);
    if (two_from * two_to > 0)
        return;
    const int one_from = side(two.from, two.to, one.from);
    const int one_to = side(two.from, two.to, one.to);
    if (one_from * one_to > 0)
        return;
    if (two_from * two_to < 0 && one_from * one_to < 0) {
        const Point at = crossing(one.from, one.to, two.from, two.to);
        splits_.push_back({a, along(one.from, one.to, at), at});
        splits_.push_back({b, along(two.from, two.to, at), at});
        return;
    }
    if (two_from == 0)
        touch(a, two.from);
    if (two_to == 0)
        touch(a, two.to);
    if (one_from == 0)
        touch(b, one.from);
    if (one_to == 0)
        touch(b, one.to);
}

void Arrangement::touch(std::uint32_t edge, Point p) {
    const Edge &touched = edges_[edge];
    if (p != touched.from && p != touched.to && touched.box.contains(p))
        splits_.push_back({edge, along(touched.from, touched.to, p), p});
}

void Arrangement::split_into_pieces() {
    std::sort(splits_.begin(), splits_.end(), [](const Split &a, const Split &b) {
        return std::tie(a.edge, a.along, a.at.x, a.at.y) < std::tie(b.edge, b.along, b.at.x, b.at.y);
    });
    pieces_.clear();
    const auto add = [&](Point from, Point to, std::uint32_t edge) {
        if (from == to)
            return;
        const bool upward = before(from, to);
        pieces_.push_back({upward ? from : to, upward ? to : from, edges_[edge].owner, edge, upward});
    };
    auto split = splits_.begin();
    for (std::uint32_t i = 0; i < edges_.size(); ++i) {
        Point from = edges_[i].from;
        for (; split != splits_.end() && split->edge == i; ++split) {
            add(from, split->at, i);
            from = split->at;
        }
        add(from, edges_[i].to, i);
    }
    std::sort(pieces_.begin(), pieces_.end(), [](const Piece &a, const Piece &b) {
        return std::tie(a.low.x, a.low.y, a.high.x, a.high.y, a.owner, a.upward) <
               std::tie(b.low.x, b.low.y, b.high.x, b.high.y, b.owner, b.upward);
    });
}

// Pieces with the same two ends, all at once.
template <typename Take>
void Arrangement::for_each_place(const Take &take) const {
    for (std::size_t i = 0; i < pieces_.size();) {
        std::size_t end = i + 1;
        while (end < pieces_.size() && pieces_[end].low == pieces_[i].low &&
               pieces_[end].high == pieces_[i].high)
            ++end;
        take(std::span(pieces_).subspan(i, end - i));
        i = end;
    }
}

void Arrangement::label_and_sum() {
    regions_.clear();
    for_each_place([&](std::span<const Piece> same) {
        const auto [left, right] = sides_of(same);
        if (left != right && (left.feature || right.feature)) {
            count(same.front(), left, right);
            if (to_note_border_)
                note_border(same.front(), left, right);
        }
    });
}

// Left and right as seen from low to high. Who has the piece in his border has ground on one side of it only;
// for the others its middle tells for both sides.
std::pair<Arrangement::Place, Arrangement::Place> Arrangement::sides_of(std::span<const Piece> same) const {
    Place left;
    Place right;
    const Piece &piece = same.front();
    const Point middle{(piece.low.x + piece.high.x) / 2 + origin_.x,
                       (piece.low.y + piece.high.y) / 2 + origin_.y};
    bool on_feature = false;
    bool on_zone = false;
    for (const Piece &own : same) {
        Place &inner = own.upward ? left : right;
        if (own.owner == feature_owner) {
            inner.feature = true;
            on_feature = true;
        } else if (own.owner > 0) {
            inner.taken = true;
        } else {
            inner.zone = -1 - own.owner;
            on_zone = true;
        }
    }
    if (!on_feature)
        left.feature = right.feature = contains(feature_, middle);
    if (!left.feature && !right.feature)
        return {left, right};
    const std::size_t column = column_of(middle.x);
    for (std::uint32_t k = column_begins_[column];
         k < column_begins_[column + 1] && !(left.taken && right.taken); ++k) {
        const std::uint32_t i = in_column_[k];
        const auto owner = static_cast<std::int32_t>(i) + 1;
        const bool on_prior =
            std::any_of(same.begin(), same.end(), [&](const Piece &own) { return own.owner == owner; });
        if (!on_prior && prior_boxes_[i].contains(middle) && contains(priors_[i], middle))
            left.taken = right.taken = true;
    }
    if (only_zone_ != ZoneIndex::several)
        left.zone = right.zone = only_zone_;
    else if (!on_zone)
        left.zone = right.zone = zones_->at(middle);
    return {left, right};
}

void Arrangement::count(const Piece &piece, const Place &left, const Place &right) {
    const double strip = strips_(piece.low, piece.high);
    const std::uint64_t ends = hash_of(piece.low) - hash_of(piece.high);
    if (left.feature) {
        Region &own = region(left);
        own.area += strip;
        own.open_ends += ends;
    }
    if (right.feature) {
        Region &own = region(right);
        own.area -= strip;
        own.open_ends -= ends;
    }
}

void Arrangement::note_border(const Piece &piece, const Place &left, const Place &right) {
    const bool on_left = left.feature && left.taken;
    const bool on_right = right.feature && right.taken;
    if (on_left != on_right)
        border_.push_back(on_left ? Step{piece.low, piece.high} : Step{piece.high, piece.low});
}

Arrangement::Region &Arrangement::region(const Place &place) {
    for (Region &known : regions_)
        if (known.zone == place.zone && known.taken == place.taken)
            return known;
    return regions_.emplace_back(Region{place.zone, place.taken, 0, 0});
}

bool Arrangement::closed() const {
    return std::all_of(regions_.begin(), regions_.end(),
                       [](const Region &region) { return region.open_ends == 0; });
}

void Arrangement::add_up() {
    parts_.clear();
    std::sort(regions_.begin(), regions_.end(), [](const Region &a, const Region &b) {
        return std::tie(a.zone, a.taken) < std::tie(b.zone, b.taken);
    });
    for (const Region &region : regions_) {
        if (parts_.empty() || parts_.back().zone != region.zone)
            parts_.push_back({region.zone, 0, 0});
        const double area = std::max(0.0, region.area);
        parts_.back().all += area;
        parts_.back().taken += region.taken ? area : 0;
    }
}

} // namespace qitu::overlay
