#include "works.h"

#include <qitu/core/catalogue/field_ids.h>

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <string>

namespace qitu::sample {

using geodesy::Point;
using geodesy::Ring;

namespace {

struct Work {
    std::string code;
    std::string name;
    std::string banner; // of the project
    std::string stage;
    std::vector<Point> way;
    std::size_t pieces = 1;
    std::map<std::string, std::string> own = {}; // fields of the layer and their codes
};

Draft draft_of(const catalogue::Layer &layer, const Work &work, int year) {
    Draft draft(layer);
    draft.set(catalogue::field_id::project_code, work.code)
        .set(catalogue::field_id::project_name, work.name)
        .set(catalogue::field_id::admin_code, work.banner)
        .set(catalogue::field_id::year, std::int64_t{year})
        .set(catalogue::field_id::stage, work.stage);
    for (const auto &[field, code] : work.own)
        draft.set(field, code);
    return draft;
}

// The line in so many pieces, each starting where the one before ends.
std::vector<Ring> pieces_of(const Ring &line, std::size_t pieces) {
    std::vector<Ring> parts;
    const std::size_t edges = line.size() - 1;
    for (std::size_t i = 0; i < pieces; ++i) {
        const auto from = static_cast<std::ptrdiff_t>(edges * i / pieces);
        const auto to = static_cast<std::ptrdiff_t>(edges * (i + 1) / pieces);
        if (to > from)
            parts.emplace_back(line.begin() + from, line.begin() + to + 1);
    }
    return parts;
}

void lay(Sheet &sheet, const Work &work, int year, double step, Random &random) {
    const Ring line = wandering(work.way, step, random);
    for (const Ring &piece : pieces_of(line, work.pieces)) {
        Draft draft = draft_of(*sheet.layer, work, year);
        sheet.items.push_back(draft.choose_codes(random).with({piece}));
    }
}

} // namespace

Sheet draw_transfers(const catalogue::Layer &layer, const Setting &setting) {
    const std::map<std::string, std::string> under_way{{"phase", "works"}};
    const std::map<std::string, std::string> study{{"phase", "study"}};
    const std::array works{
        Work{"YS2018001",
             "引绰济辽工程",
             "152223",
             "under_construction",
             {{121.9, 46.9}, {122.1, 46.1}, {121.6, 45.4}, {121.5, 45.1}, {121.3, 43.7}, {121.9, 43.5}},
             12,
             under_way},
        Work{"YS2023002",
             "引绰济辽工程二期",
             "150502",
             "approved",
             {{121.9, 43.5}, {121.4, 43.1}, {121.0, 42.8}},
             4,
             under_way},
        Work{"YS2023003", "内蒙古支线", "150523", "approved", {{121.3, 43.7}, {120.6, 43.6}}, 3, under_way},
        Work{"YS2023004",
             "引嫩济锡工程（前期论证）",
             "150722",
             "approved",
             {{124.5, 48.5}, {120.8, 46.3}, {117.9, 44.8}, {116.1, 43.9}},
             8,
             study},
    };
    Random random(setting.seed, layer.id);
    Sheet sheet{&layer, {}};
    for (const Work &work : works)
        lay(sheet, work, programme_year, 2500, random);
    return sheet;
}

Sheet draw_reservoirs(const catalogue::Layer &layer, const Setting &setting) {
    const std::map<std::string, std::string> impounded{{"kind", "impoundment"}, {"impounded", "yes"}};
    const std::map<std::string, std::string> reinforced{{"kind", "reinforcement"}, {"impounded", "yes"}};
    const std::array works{
        Work{"SK2023001", "东台子水库", "150424", "under_construction", {{118.0, 43.3}}, 1, impounded},
        Work{"SK2023002", "昆都仑水库除险加固", "150203", "accepted", {{109.8, 40.75}}, 1, reinforced},
        Work{"SK2023003", "巴图湾水库除险加固", "150626", "accepted", {{108.8, 38.0}}, 1, reinforced},
        Work{"SK2023004",
             "翰嘎利水库除险加固",
             "152222",
             "under_construction",
             {{121.3, 45.2}},
             1,
             reinforced},
    };
    Random random(setting.seed, layer.id);
    Sheet sheet{&layer, {}};
    for (const Work &work : works) {
        if (!setting.land.has(work.banner))
            continue;
        const Point place =
            rounded(setting.land.moved_into(work.banner, work.way.front()), Drawn::geographic);
        Draft draft = draft_of(layer, work, programme_year);
        sheet.items.push_back(draft.choose_codes(random).with({{place}}));
    }
    return sheet;
}

Sheet draw_rivers(const catalogue::Layer &layer, const Setting &setting) {
    constexpr std::size_t works = 24;
    constexpr std::array stages{"accepted", "under_construction", "accepted", "approved", "maintained"};
    Random random(setting.seed, layer.id);
    Sheet sheet{&layer, {}};
    for (std::size_t i = 0; i < works; ++i) {
        const std::string &banner = random.pick(setting.land.banners());
        const Point from = setting.land.point_in(banner, {}, random);
        const Point bend{from.x + random.around(0.12), from.y + random.around(0.08)};
        const Point to{bend.x + random.around(0.12), bend.y + random.around(0.08)};
        const Work work{fmt::format("{}HD{}{:02}", banner, programme_year, i + 1),
                        fmt::format("{}{}号河道治理工程", name_of(setting.catalogue, banner), i + 1),
                        banner,
                        stages[i % stages.size()],
                        {from, bend, to},
                        1 + random.below(3)};
        lay(sheet, work, i % 5 == 4 ? programme_year - 1 : programme_year, 600, random);
    }
    return sheet;
}

namespace {

/// A district's sub-areas: a band along the way, cut across at each way point.
void band(Sheet &sheet, const Work &work, double half_width, Random &random) {
    std::vector<Point> low;
    std::vector<Point> high;
    for (const Point &point : work.way) {
        low.push_back(rounded({point.x, point.y - half_width * random.between(0.8, 1.2)}, Drawn::geographic));
        high.push_back(
            rounded({point.x, point.y + half_width * random.between(0.8, 1.2)}, Drawn::geographic));
    }
    for (std::size_t i = 0; i + 1 < work.way.size(); ++i) {
        Ring ring = wandering({low[i], low[i + 1]}, 2500, random);
        const Ring back = wandering({high[i + 1], high[i]}, 2500, random);
        ring.insert(ring.end(), back.begin(), back.end());
        ring.push_back(ring.front());
        Draft draft = draft_of(*sheet.layer, work, programme_year);
        sheet.items.push_back(draft.choose_codes(random).with({ring}));
    }
}

} // namespace

Sheet draw_irrigation_districts(const catalogue::Layer &layer, const Setting &setting) {
    const Work hetao{
        "GQ2023001",
        "河套灌区续建配套与现代化改造",
        "150802",
        "under_construction",
        {{107.0, 40.5}, {107.3, 40.72}, {107.65, 40.9}, {108.1, 41.0}, {108.45, 40.95}, {108.7, 40.85}},
        5,
        {{"size", "large"}}};
    const Work dengkou{"GQ2023002",
                       "镫口扬水灌区续建配套与现代化改造",
                       "150221",
                       "accepted",
                       {{110.2, 40.5}, {110.5, 40.5}, {110.8, 40.52}, {111.1, 40.5}},
                       3,
                       {{"size", "large"}}};
    Random random(setting.seed, layer.id);
    Sheet sheet{&layer, {}};
    band(sheet, hetao, 0.2, random);
    band(sheet, dengkou, 0.06, random);
    return sheet;
}

Sheet draw_overdraft_zones(const catalogue::Layer &layer, const Setting &setting) {
    struct Zone {
        const char *code = "", *name = "", *banner = "";
        Point near;
        double radius = 0;
    };
    // Hohhot's zone is drawn in two pieces and is one zone.
    const std::array zones{Zone{"CC2023001", "呼和浩特市地下水超采区", "150105", {111.8, 40.75}, 7000},
                           Zone{"CC2023001", "呼和浩特市地下水超采区", "150121", {111.3, 40.65}, 6000},
                           Zone{"CC2023002", "科尔沁区地下水超采区", "150502", {122.25, 43.62}, 12000},
                           Zone{"CC2023003", "乌拉特前旗地下水超采区", "150823", {108.9, 40.8}, 9000}};
    Random random(setting.seed, layer.id);
    Sheet sheet{&layer, {}};
    for (const Zone &zone : zones) {
        if (!setting.land.has(zone.banner))
            continue;
        const Work work{zone.code, zone.name, zone.banner, "under_construction", {}, 1};
        const Point centre = setting.land.moved_into(zone.banner, zone.near);
        Draft draft = draft_of(layer, work, programme_year);
        sheet.items.push_back(draft.choose_codes(random).with({outline(centre, zone.radius, random)}));
    }
    return sheet;
}

} // namespace qitu::sample
