#include "labels.h"

#include <qitu/core/base/language.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/units.h>

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <ctime>
#include <vector>

namespace qitu::format {

namespace {

template <typename Entry>
const Entry *find_id(const std::vector<Entry> &entries, const std::string &id) {
    const auto found =
        std::find_if(entries.begin(), entries.end(), [&](const Entry &entry) { return entry.id == id; });
    return found == entries.end() ? nullptr : &*found;
}

constexpr std::size_t banner_digits = 6; // longer codes are of townships

} // namespace

std::string unit_label(Unit unit) {
    switch (unit) {
    case Unit::square_metre:
        return say("m²");
    case Unit::wan_mu:
        return say("10,000 mu");
    case Unit::square_kilometre:
        return say("km²");
    case Unit::percent:
        return "%";
    default:
        return std::string(unit_name(unit, language_in_use() == Language::zh));
    }
}

std::string unit_label(const catalogue::Indicator &indicator) {
    const std::string &words = indicator.unit_words.in(language_in_use());
    return words.empty() ? unit_label(indicator.unit) : words;
}

std::string unit_label(const indicators::ProgressRow &row) {
    const std::string &words = row.unit_words.in(language_in_use());
    return words.empty() ? unit_label(row.unit) : words;
}

std::string target_label(const std::string &target, catalogue::TargetKind kind) {
    switch (kind) {
    case catalogue::TargetKind::at_least:
        return "≥ " + target;
    case catalogue::TargetKind::about:
        return say("about {}", target);
    case catalogue::TargetKind::exactly:
        break;
    }
    return target;
}

std::string code_label(const catalogue::Field *field, const std::string &code) {
    if (code.empty())
        return say("(none)");
    if (field != nullptr)
        for (const catalogue::Code &known : field->codes)
            if (known.code == code)
                return known.names.in(language_in_use());
    return code;
}

std::string method_label(geodesy::Method method) {
    switch (method) {
    case geodesy::Method::td1055:
        return say("td1055 (ellipsoidal area by TD/T 1055, CGCS2000)");
    case geodesy::Method::geodesic:
        return say("geodesic (edges are geodesics, CGCS2000)");
    case geodesy::Method::straight:
        return say("straight (edges straight in longitude and latitude, CGCS2000)");
    }
    return std::string(geodesy::method_name(method));
}

const catalogue::Indicator *find_indicator(const catalogue::Catalogue &catalogue, const std::string &id) {
    return find_id(catalogue.indicators(), id);
}

const catalogue::Layer *find_layer(const catalogue::Catalogue &catalogue, const std::string &id) {
    return find_id(catalogue.layers(), id);
}

std::string indicator_label(const catalogue::Indicator *indicator, const std::string &id) {
    return indicator == nullptr ? id : indicator->names.in(language_in_use());
}

std::string layer_label(const catalogue::Layer *layer, const std::string &id) {
    return layer == nullptr ? id : layer->names.in(language_in_use());
}

std::string league_of(const catalogue::Catalogue &catalogue, const std::string &banner) {
    const catalogue::AdminUnit *unit = catalogue.find_admin(banner);
    return unit != nullptr ? unit->parent : banner.substr(0, 4) + "00";
}

std::vector<std::string> admin_path(const catalogue::Catalogue *catalogue, const std::string &code) {
    if (code.size() > banner_digits) { // of a township
        std::vector<std::string> path = admin_path(catalogue, code.substr(0, banner_digits));
        path.push_back(code);
        return path;
    }
    if (code.ends_with("0000"))
        return {};
    if (code.ends_with("00"))
        return {code};
    const catalogue::AdminUnit *unit = catalogue == nullptr ? nullptr : catalogue->find_admin(code);
    return {unit != nullptr ? unit->parent : code.substr(0, 4) + "00", code};
}

bool lies_in(const catalogue::Catalogue &catalogue, std::string_view code, std::string_view unit) {
    if (code.size() > banner_digits) { // of a township
        if (code == unit)
            return true;
        code = code.substr(0, banner_digits);
    }
    if (code.ends_with("0000"))
        return false;
    if (code == unit || code.ends_with("00"))
        return code == unit;
    const catalogue::AdminUnit *known = catalogue.find_admin(code);
    return known != nullptr ? known->parent == unit : unit == std::string(code.substr(0, 4)) + "00";
}

std::string admin_label(const catalogue::Catalogue &catalogue, const std::string &code) {
    const catalogue::AdminUnit *unit = catalogue.find_admin(code);
    return unit != nullptr ? unit->names.zh : code;
}

bool additive(const catalogue::Indicator *indicator) {
    return indicator != nullptr && (indicator->measure == catalogue::Measure::area ||
                                    indicator->measure == catalogue::Measure::length ||
                                    indicator->measure == catalogue::Measure::sum);
}

} // namespace qitu::format
