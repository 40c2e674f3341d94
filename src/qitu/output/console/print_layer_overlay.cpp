#include "listing.h"
#include "overlay_listing.h"

#include <qitu/core/base/message.h>
#include <qitu/core/base/units.h>
#include <qitu/output/format/labels.h>
#include <qitu/output/format/numbers.h>

#include <cstdint>
#include <ostream>
#include <span>

namespace qitu::console {

namespace {

using layer_overlay::Analysis;
using layer_overlay::By;
using layer_overlay::Figures;
using layer_overlay::GroundInfo;

constexpr std::uint32_t no_class = 0xffffffff;

/// What the lines of one whole have in common.
struct OverlayWhole {
    std::int64_t feature = 0;
    std::string code, name; // project, or what is added up by
    std::uint64_t features = 1;
    const Figures *figures = nullptr;
};

struct OverlayLine {
    const OverlayWhole *whole = nullptr;
    const GroundInfo *ground = nullptr;
    std::uint32_t cls = no_class; // or outside
    double m2 = 0;
    double whole_mu = 0, mu = 0; // rounded for display
};

double percent_of_whole(double m2, const Figures &figures) {
    constexpr double hundred = 100;
    return figures.m2 > 0 ? hundred * m2 / figures.m2 : 0;
}

std::vector<OverlayWhole> overlay_wholes(const Analysis &analysis) {
    std::vector<OverlayWhole> wholes;
    for (const layer_overlay::ParcelRow &row : analysis.parcels)
        wholes.push_back({row.feature, row.project, {}, 1, &row.figures});
    for (const layer_overlay::SumRow &row : analysis.sums)
        wholes.push_back({0, row.code, row.name, row.features, &row.figures});
    return wholes;
}

// What lies upon a layer and outside it.
void add_overlay_lines(std::vector<OverlayLine> &lines, const Analysis &analysis, const OverlayWhole &whole,
                       std::uint32_t ground) {
    const std::size_t first = lines.size();
    OverlayLine line{&whole, &analysis.grounds[ground]};
    for (const layer_overlay::Share &share : whole.figures->upon)
        if (share.ground == ground) {
            line.cls = share.cls;
            line.m2 = share.m2;
            lines.push_back(line);
        }
    if (whole.figures->outside[ground] > 0 || lines.size() == first) {
        line.cls = no_class;
        line.m2 = whole.figures->outside[ground];
        lines.push_back(line);
    }
}

// So that they add up to the whole.
void round_lines(std::span<OverlayLine> lines) {
    std::vector<double> parts;
    for (const OverlayLine &line : lines)
        parts.push_back(line.m2 / square_metres_per_mu);
    const double whole_mu = format::rounded(lines.front().whole->figures->m2 / square_metres_per_mu, 2);
    const std::vector<double> rounded = format::rounded_parts(parts, whole_mu, 2);
    for (std::size_t i = 0; i < lines.size(); ++i) {
        lines[i].whole_mu = whole_mu;
        lines[i].mu = rounded[i];
    }
}

std::vector<OverlayLine> overlay_lines(const Analysis &analysis, const std::vector<OverlayWhole> &wholes,
                                       bool for_people) {
    std::vector<OverlayLine> lines;
    for (const OverlayWhole &whole : wholes)
        for (std::uint32_t ground = 0; ground < analysis.grounds.size(); ++ground) {
            const std::size_t first = lines.size();
            add_overlay_lines(lines, analysis, whole, ground);
            if (for_people)
                round_lines(std::span(lines).subspan(first));
        }
    return lines;
}

std::string overlay_class_code(const OverlayLine &line) {
    return line.cls == no_class ? std::string() : line.ground->classes[line.cls].code;
}

std::string overlay_class_word(const OverlayLine &line) {
    if (line.cls == no_class)
        return say("outside it");
    const std::string &name = line.ground->classes[line.cls].names.in(language_in_use());
    return name.empty() ? say("on it") : name;
}

void add_overlay_columns(Columns<OverlayLine> &columns, By by) {
    const auto code = [](const OverlayLine &line) { return line.whole->code; };
    if (by == By::feature) {
        columns.push_back({"feature", say("feature"), Align::right,
                           [](const OverlayLine &line) { return line.whole->feature; },
                           [](const OverlayLine &line) { return std::to_string(line.whole->feature); }});
        columns.push_back({"project", say("project"), Align::left, code, code});
        return;
    }
    if (by == By::project) {
        columns.push_back({"project", say("project"), Align::left, code, code});
    } else {
        columns.push_back({"admin", say("code"), Align::left, code, code});
        columns.push_back(
            {"name", say("name"), Align::left, [](const OverlayLine &line) { return line.whole->name; },
             [](const OverlayLine &line) {
                 return line.whole->code.empty() ? say("outside all banners") : line.whole->name;
             }});
    }
    columns.push_back(
        {"features", say("features"), Align::right,
         [](const OverlayLine &line) { return static_cast<std::int64_t>(line.whole->features); },
         [](const OverlayLine &line) { return std::to_string(line.whole->features); }});
}

Columns<OverlayLine> overlay_columns(By by) {
    Columns<OverlayLine> columns;
    add_overlay_columns(columns, by);
    columns.push_back({"whole_m2", say("area (mu)"), Align::right,
                       [](const OverlayLine &line) { return line.whole->figures->m2; },
                       [](const OverlayLine &line) { return format::with_separators(line.whole_mu, 2); }});
    columns.push_back({"layer", say("layer"), Align::left,
                       [](const OverlayLine &line) { return line.ground->layer; },
                       [](const OverlayLine &line) { return line.ground->names.in(language_in_use()); }});
    columns.push_back({"part", {}, Align::left, [](const OverlayLine &line) {
                           return std::string(line.cls == no_class ? "outside" : "upon");
                       }});
    columns.push_back({"class", say("class"), Align::left, overlay_class_code, overlay_class_word});
    columns.push_back({"m2", say("of it (mu)"), Align::right, [](const OverlayLine &line) { return line.m2; },
                       [](const OverlayLine &line) {
                           return format::with_separators(line.mu, line.m2 / square_metres_per_mu, 2);
                       }});
    columns.push_back(
        {"percent", "%", Align::right,
         [](const OverlayLine &line) { return percent_of_whole(line.m2, *line.whole->figures); },
         [](const OverlayLine &line) {
             return format::percent_text(percent_of_whole(line.m2, *line.whole->figures));
         }});
    return columns;
}

void put_overlay_figures(Json &object, const Analysis &analysis, const Figures &figures) {
    object["m2"] = figures.m2;
    object["upon"] = Json::array();
    for (const layer_overlay::Share &share : figures.upon) {
        const GroundInfo &ground = analysis.grounds[share.ground];
        object["upon"].push_back({{"layer", ground.layer},
                                  {"class", ground.classes[share.cls].code},
                                  {"m2", share.m2},
                                  {"percent", percent_of_whole(share.m2, figures)}});
    }
    object["outside"] = Json::array();
    for (std::size_t i = 0; i < analysis.grounds.size(); ++i)
        object["outside"].push_back({{"layer", analysis.grounds[i].layer}, {"m2", figures.outside[i]}});
}

Json overlay_json(const Analysis &analysis, const OverlayWhole &whole) {
    Json object = Json::object();
    if (analysis.by == By::feature)
        object["feature"] = whole.feature;
    if (analysis.by == By::feature || analysis.by == By::project) {
        object["project"] = whole.code;
    } else {
        object["admin"] = whole.code;
        object["name"] = whole.name;
    }
    if (analysis.by != By::feature)
        object["features"] = whole.features;
    put_overlay_figures(object, analysis, *whole.figures);
    return object;
}

Json ground_json(const GroundInfo &ground) {
    Json classes = Json::array();
    for (const layer_overlay::Class &cls : ground.classes)
        classes.push_back({{"class", cls.code}, {"zh", cls.names.zh}, {"en", cls.names.en}});
    return {{"layer", ground.layer},          {"features", ground.features}, {"classes", classes},
            {"unusable", ground.unusable},    {"repaired", ground.repaired}, {"overlaps", ground.overlaps},
            {"overlap_m2", ground.overlap_m2}};
}

// Parcel by parcel: all at once they would take far more memory than the figures.
void print_json(std::ostream &out, const Analysis &analysis, const std::vector<OverlayWhole> &wholes) {
    const auto text = [](const Json &json) {
        return json.dump(-1, ' ', false, Json::error_handler_t::replace);
    };
    Json grounds = Json::array();
    for (const GroundInfo &ground : analysis.grounds)
        grounds.push_back(ground_json(ground));
    out << "{\n \"method\": " << text(std::string(geodesy::method_name(analysis.method)))
        << ",\n \"by\": " << text(std::string(layer_overlay::by_name(analysis.by))) << ",\n \"input\": "
        << text({{"features", analysis.features},
                 {"repaired", analysis.repaired},
                 {"rejected", analysis.rejected}})
        << ",\n \"layers\": " << text(grounds) << ",\n "
        << (analysis.by == By::feature ? "\"features\"" : "\"rows\"") << ": [";
    for (std::size_t i = 0; i < wholes.size(); ++i)
        out << (i == 0 ? "\n  " : ",\n  ") << text(overlay_json(analysis, wholes[i]));
    out << "\n ],\n \"conservation\": " << text({{"worst_relative", analysis.worst_relative}})
        << ",\n \"findings\": " << text(json_of(analysis.findings)) << "\n}\n";
}

} // namespace

void print(std::ostream &out, const Analysis &analysis, Format format) {
    const std::vector<OverlayWhole> wholes = overlay_wholes(analysis);
    if (format == Format::json)
        return print_json(out, analysis, wholes);
    const Columns<OverlayLine> columns = overlay_columns(analysis.by);
    const std::vector<OverlayLine> lines = overlay_lines(analysis, wholes, format == Format::table);
    if (format == Format::csv)
        return write_csv(out, columns, lines);
    print(out, table_of(columns, lines));
    out << '\n'
        << say("Each feature is counted for itself: what lies on a layer and outside it adds up to the "
               "feature. Method {}.",
               format::method_label(analysis.method))
        << '\n';
}

} // namespace qitu::console
