#include "parts.h"

#include <qitu/core/base/digest.h>
#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/staging.h>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <cstddef>
#include <cstdint>
#include <fstream>
#include <ios>
#include <iterator>
#include <limits>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace qitu::parts {

namespace {

using Json = nlohmann::json;
using tabulate::Finding;
using tabulate::Partial;
using tabulate::Sums;
using tabulate::ValueSums;

// The first line of a part is this and the SHA-256 of the rest.
constexpr std::string_view first_words = "qitu part 2 ";

// ---------------------------------------------------------------- writing

Json json_of(const ExactSum &sum) {
    const auto [high, low] = sum.bits();
    return Json::array({high, low});
}

Json json_of(const std::optional<double> &value) {
    return value ? Json(*value) : Json();
}

Json json_of(const ValueSums &sums) {
    const ValueSums::Parts &parts = sums.parts();
    Json weighted = Json::array();
    for (const ValueSums::Weighted &of_kind : parts.by_kind)
        weighted.push_back({json_of(of_kind.values), json_of(of_kind.weights)});
    return {{"sum", json_of(parts.sum)},
            {"weighted", weighted},
            {"least", json_of(parts.least)},
            {"greatest", json_of(parts.greatest)}};
}

Json json_of(const Sums &sums) {
    Json values = Json::array();
    for (const ValueSums &of_field : sums.values)
        values.push_back(json_of(of_field));
    return {{"features", sums.features},
            {"gross", json_of(sums.gross)},
            {"net", json_of(sums.net)},
            {"length", json_of(sums.length)},
            {"net_length", json_of(sums.net_length)},
            {"ground", json_of(sums.ground)},
            {"values", values}};
}

Json json_of(const std::vector<Finding> &findings) {
    Json all = Json::array();
    for (const Finding &finding : findings)
        all.push_back({static_cast<int>(finding.kind), finding.feature, finding.what, finding.m2});
    return all;
}

Json json_of(const std::map<std::string, std::vector<catalogue::Value>> &by_zone) {
    Json zones = Json::object();
    for (const auto &[zone, values] : by_zone) {
        Json &of_zone = zones[zone] = Json::array();
        for (const catalogue::Value &value : values)
            of_zone.push_back(std::visit(
                [](const auto &of) {
                    if constexpr (std::is_same_v<std::decay_t<decltype(of)>, std::monostate>)
                        return Json();
                    else
                        return Json(of);
                },
                value));
    }
    return zones;
}

Json json_of(const std::vector<sources::ValueField> &fields) {
    Json all = Json::array();
    for (const sources::ValueField &field : fields)
        all.push_back({field.name, field.missing, field.not_numbers, field.example});
    return all;
}

// What is the same in all parts.
Json shared_json(const Part &part) {
    return {{"made_by", part.made_by},
            {"asked", part.asked},
            {"notes", part.notes},
            {"datums", part.datums},
            {"value_fields", json_of(part.value_fields)},
            {"zones", part.zones},
            {"zone_fields", part.zone_fields},
            {"zone_values", json_of(part.zone_values)}};
}

// What is the same in all parts of a run.
Json shared_json(const Run &run) {
    const Partial &partial = run.partial;
    return {{"rows", partial.rows},
            {"read", hex_of(partial.read)},
            {"method", geodesy::method_name(partial.method)},
            {"max_edge", partial.max_edge},
            {"net", partial.net},
            {"own_datum", partial.target == geodesy::Target::own},
            {"codes", partial.codes},
            {"zone_m2", partial.zone_m2},
            {"zone_findings", json_of(partial.zone_findings)},
            {"zone_rungs", partial.zone_rungs},
            {"groups", run.groups}};
}

Json json_of(const std::vector<FeaturePiece> &pieces) {
    Json all = Json::array();
    for (const FeaturePiece &piece : pieces)
        all.push_back({piece.feature, piece.group, piece.banner, piece.gross_m2, piece.net_m2, piece.length_m,
                       piece.net_length_m});
    return all;
}

Json json_of(const std::map<std::int64_t, Project> &projects) {
    Json all = Json::array();
    for (const auto &[feature, project] : projects)
        all.push_back({feature, project.code, project.name});
    return all;
}

Json own_json(const Run &run) {
    const Partial &partial = run.partial;
    Json sums = Json::array();
    for (const auto &[place, its] : partial.sums)
        sums.push_back({place.group, place.zone, json_of(its)});
    return {{"features", partial.features},
            {"repaired", partial.repaired},
            {"rejected", partial.rejected},
            {"long_edges", partial.long_edges},
            {"longest_edge_m", partial.longest_edge_m},
            {"worst_relative", partial.worst_relative},
            {"rungs", partial.rungs},
            {"findings", json_of(partial.findings)},
            {"sums", sums},
            {"contested", partial.contested},
            {"pieces", json_of(run.pieces)},
            {"projects", json_of(run.projects)},
            {"declared_m2", run.declared_m2}};
}

} // namespace

void write_part(const std::filesystem::path &file, const Part &part) {
    Json runs = Json::object();
    for (const auto &[name, run] : part.runs)
        runs[name] = {{"run", shared_json(run)}, {"found", own_json(run)}};
    const std::string body = Json{{"part", part.number.number},
                                  {"of", part.number.of},
                                  {"made", shared_json(part)},
                                  {"runs", std::move(runs)}}
                                 .dump() +
                             '\n';
    write_whole(file, [&](std::ostream &out) { out << first_words << sha256_hex(body) << '\n' << body; });
}

namespace {

// ---------------------------------------------------------------- reading

ExactSum exact_sum(const Json &json) {
    return ExactSum::of({json.at(0).get<std::uint64_t>(), json.at(1).get<std::uint64_t>()});
}

std::optional<double> number(const Json &json) {
    return json.is_null() ? std::nullopt : std::optional(json.get<double>());
}

ValueSums value_sums(const Json &json) {
    ValueSums::Parts parts;
    parts.sum = exact_sum(json.at("sum"));
    for (std::size_t i = 0; i < parts.by_kind.size(); ++i)
        parts.by_kind[i] = {exact_sum(json.at("weighted").at(i).at(0)),
                            exact_sum(json.at("weighted").at(i).at(1))};
    parts.least = number(json.at("least"));
    parts.greatest = number(json.at("greatest"));
    return ValueSums(parts);
}

Sums sums_of(const Json &json) {
    Sums sums{json.at("features").get<std::uint64_t>(),
              exact_sum(json.at("gross")),
              exact_sum(json.at("net")),
              exact_sum(json.at("length")),
              exact_sum(json.at("net_length")),
              exact_sum(json.at("ground")),
              {}};
    for (const Json &of_field : json.at("values"))
        sums.values.push_back(value_sums(of_field));
    return sums;
}

std::vector<Finding> findings_of(const Json &json) {
    std::vector<Finding> findings;
    for (const Json &finding : json)
        findings.push_back({static_cast<Finding::Kind>(finding.at(0).get<int>()),
                            finding.at(1).get<std::int64_t>(), finding.at(2).get<std::string>(),
                            finding.at(3).get<double>()});
    return findings;
}

catalogue::Value value_of(const Json &json) {
    if (json.is_null())
        return {};
    if (json.is_string())
        return json.get<std::string>();
    if (json.is_number_integer())
        return json.get<std::int64_t>();
    return json.get<double>();
}

Hash hash_of(const std::string &hex) {
    Hash hash{};
    for (std::size_t i = 0; i < hash.size(); ++i)
        hash[i] = static_cast<std::byte>(std::stoi(hex.substr(2 * i, 2), nullptr, 16));
    return hash;
}

void take_shared(const Json &json, Part &part) {
    json.at("made_by").get_to(part.made_by);
    json.at("asked").get_to(part.asked);
    json.at("notes").get_to(part.notes);
    json.at("datums").get_to(part.datums);
    for (const Json &field : json.at("value_fields"))
        part.value_fields.push_back({field.at(0).get<std::string>(), field.at(1).get<std::uint64_t>(),
                                     field.at(2).get<std::uint64_t>(), field.at(3).get<std::string>()});
    json.at("zones").get_to(part.zones);
    json.at("zone_fields").get_to(part.zone_fields);
    for (const auto &[zone, values] : json.at("zone_values").items())
        for (const Json &value : values)
            part.zone_values[zone].push_back(value_of(value));
}

void take_shared(const Json &json, Run &run) {
    Partial &partial = run.partial;
    json.at("rows").get_to(partial.rows);
    partial.read = hash_of(json.at("read").get<std::string>());
    partial.method = geodesy::method_from(json.at("method").get<std::string>());
    json.at("max_edge").get_to(partial.max_edge);
    json.at("net").get_to(partial.net);
    partial.target = json.at("own_datum").get<bool>() ? geodesy::Target::own : geodesy::Target::china;
    json.at("codes").get_to(partial.codes);
    json.at("zone_m2").get_to(partial.zone_m2);
    partial.zone_findings = findings_of(json.at("zone_findings"));
    json.at("zone_rungs").get_to(partial.zone_rungs);
    json.at("groups").get_to(run.groups);
}

std::vector<FeaturePiece> pieces_of(const Json &json) {
    std::vector<FeaturePiece> pieces;
    for (const Json &piece : json)
        pieces.push_back({piece.at(0).get<std::int64_t>(), piece.at(1).get<std::uint32_t>(),
                          piece.at(2).get<std::uint32_t>(), piece.at(3).get<double>(),
                          piece.at(4).get<double>(), piece.at(5).get<double>(), piece.at(6).get<double>()});
    return pieces;
}

void take_own(const Json &json, Run &run) {
    Partial &partial = run.partial;
    json.at("features").get_to(partial.features);
    json.at("repaired").get_to(partial.repaired);
    json.at("rejected").get_to(partial.rejected);
    json.at("long_edges").get_to(partial.long_edges);
    json.at("longest_edge_m").get_to(partial.longest_edge_m);
    json.at("worst_relative").get_to(partial.worst_relative);
    json.at("rungs").get_to(partial.rungs);
    partial.findings = findings_of(json.at("findings"));
    for (const Json &sums : json.at("sums"))
        partial.sums[{sums.at(0).get<std::uint32_t>(), sums.at(1).get<std::int32_t>()}] = sums_of(sums.at(2));
    json.at("contested").get_to(partial.contested);
    run.pieces = pieces_of(json.at("pieces"));
    for (const Json &project : json.at("projects"))
        run.projects[project.at(0).get<std::int64_t>()] = {project.at(1).get<std::string>(),
                                                           project.at(2).get<std::string>()};
    json.at("declared_m2").get_to(run.declared_m2);
}

[[noreturn]] void refuse_no_part(const std::filesystem::path &file) {
    throw Error(ErrorKind::unreadable, say("{}: is not a part. \"qitu tabulate --part\" and \"qitu progress "
                                           "--part\" make them.",
                                           file.string()));
}

std::string text_of(const std::filesystem::path &file) {
    std::ifstream in(file, std::ios::binary);
    std::string text{std::istreambuf_iterator<char>(in), {}};
    if (!in.is_open() || in.bad())
        throw Error(ErrorKind::unreadable, say("{}: cannot be read. Check the path.", file.string()));
    return text;
}

// Behind the first line. Throws where that does not tell of what follows.
std::string body_of(const std::filesystem::path &file) {
    const std::string text = text_of(file);
    const std::size_t line = text.find('\n');
    if (!text.starts_with(first_words) || line == std::string::npos)
        refuse_no_part(file);
    std::string body = text.substr(line + 1);
    if (text.substr(first_words.size(), line - first_words.size()) != sha256_hex(body))
        throw Error(ErrorKind::unreadable,
                    say("{}: is not whole, or was changed. Make this part again.", file.string()));
    return body;
}

} // namespace

Part read_part(const std::filesystem::path &file) {
    const std::string body = body_of(file);
    try {
        const Json json = Json::parse(body);
        Part part;
        part.number = {json.at("part").get<std::uint32_t>(), json.at("of").get<std::uint32_t>()};
        take_shared(json.at("made"), part);
        for (const auto &[name, run] : json.at("runs").items()) {
            take_shared(run.at("run"), part.runs[name]);
            take_own(run.at("found"), part.runs[name]);
        }
        return part;
    } catch (const Json::exception &) {
        refuse_no_part(file);
    }
}

} // namespace qitu::parts
