#include "works.h"

#include <qitu/core/catalogue/field_ids.h>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace qitu::sample {

using geodesy::Point;

namespace {

constexpr std::array block_turns{Turn{2023, "accepted"}, Turn{2023, "under_construction"},
                                 Turn{2023, "accepted"}, Turn{2022, "accepted"},
                                 Turn{2023, "approved"}, Turn{2021, "maintained"}};

/// A kind of project that comes in one small block of parcels to a banner.
struct Programme {
    std::string letters; // in project codes
    std::string name;
    std::vector<std::string> banners;
    std::size_t parcels; // of a block
    double width, depth;
    std::size_t blocks; // of a banner
};

double declared(double mu, Random &random) {
    return mu * (1 + random.around(0.004));
}

Draft draft_of(const catalogue::Layer &layer, const Setting &setting, const Programme &programme,
               const std::string &banner, Turn turn, std::size_t serial) {
    Draft draft(layer);
    draft
        .set(catalogue::field_id::project_code,
             fmt::format("{}{}{}{:02}", banner, programme.letters, turn.year, serial + 1))
        .set(catalogue::field_id::project_name,
             fmt::format("{}{}年{}项目", name_of(setting.catalogue, banner), turn.year, programme.name))
        .set(catalogue::field_id::admin_code, banner)
        .set(catalogue::field_id::year, std::int64_t{turn.year})
        .set(catalogue::field_id::stage, std::string(turn.stage));
    if (turn.stage != std::string_view("accepted") && turn.stage != std::string_view("maintained"))
        draft.set(catalogue::field_id::review, std::string("none"));
    return draft;
}

Sheet draw(const Programme &programme, const catalogue::Layer &layer, const Setting &setting) {
    Random random(setting.seed, layer.id);
    Sheet sheet{&layer, {}};
    std::size_t turn = 0;
    for (const std::string &banner : programme.banners) {
        if (!setting.land.has(banner))
            continue;
        for (std::size_t serial = 0; serial < programme.blocks; ++serial) {
            const Block block = block_for(programme.parcels, programme.width, programme.depth);
            const FieldSite site =
                site_in(banner, block, Drawn::geographic, {}, setting.land, setting.sites, random);
            const Draft draft =
                draft_of(layer, setting, programme, banner, block_turns[turn++ % block_turns.size()], serial);
            for (Parcel &parcel : parcels_of(block, site.frame, programme.parcels, random)) {
                Draft own = draft;
                own.set_area(catalogue::field_id::declared_area, declared(parcel.mu, random))
                    .choose_codes(random);
                sheet.items.push_back(own.with(std::move(parcel.polygon)));
            }
        }
    }
    return sheet;
}

} // namespace

// The Hetao-Tumochuan Plain and the West Liao basin.
Sheet draw_saline_land(const catalogue::Layer &layer, const Setting &setting) {
    return draw({"YJ",
                 "盐碱地综合利用",
                 {"150802", "150821", "150822", "150823", "150826", "150221", "150121", "150122", "150502",
                  "150521", "150523", "150525", "150426"},
                 11,
                 180,
                 260,
                 2},
                layer, setting);
}

// The four eastern leagues.
Sheet draw_black_soil(const catalogue::Layer &layer, const Setting &setting) {
    return draw({"HT",
                 "黑土地保护利用试点",
                 {"150721", "150722", "150723", "150783", "150782", "152201", "152221", "152223", "152224",
                  "150521", "150522", "150502", "150421", "150430"},
                 14,
                 220,
                 320,
                 1},
                layer, setting);
}

Sheet draw_supplements(const catalogue::Layer &layer, const Setting &setting) {
    return draw({"BC",
                 "补充耕地",
                 {"150121", "150221", "150404", "150426", "150522", "150525", "150621", "150622", "150721",
                  "150821", "150823", "150925", "152222", "152531"},
                 6,
                 90,
                 150,
                 1},
                layer, setting);
}

void draw_basic_farmland(const catalogue::Layer &layer, const std::vector<FieldSite> &fields,
                         const Setting &setting, const TakeItem &take) {
    constexpr double beyond = 45; // metres
    Random random(setting.seed, layer.id);
    for (std::size_t i = 0; i < fields.size(); ++i) {
        if (i % 3 == 2)
            continue;
        const FieldSite &field = fields[i];
        const double part = i % 2 == 0 ? 1 : random.between(0.5, 0.9); // of the field block's length
        Block block = block_for(4, 1, 1);
        block.width = (part * field.block.length() + beyond) / static_cast<double>(block.columns);
        block.depth = (field.block.height() + 2 * beyond) / static_cast<double>(block.rows);
        const Frame frame = field.frame.moved(-beyond, -beyond, Drawn::geographic);
        Draft draft(layer);
        draft.set(catalogue::field_id::admin_code, field.banner)
            .set(catalogue::field_id::year, std::int64_t{2022});
        for (Parcel &parcel : parcels_of(block, frame, block.rows * (block.columns + 1), random)) {
            Draft own = draft;
            own.set_area(catalogue::field_id::declared_area, declared(parcel.mu, random))
                .choose_codes(random);
            take(own.with(std::move(parcel.polygon)));
        }
    }
}

} // namespace qitu::sample
