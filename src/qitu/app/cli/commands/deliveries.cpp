#include "options.h"
#include "perform.h"

#include <qitu/app/commands/deliveries_command.h>
#include <qitu/core/base/language.h>
#include <qitu/core/base/message.h>
#include <qitu/output/format/labels.h>

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace qitu::cli {

namespace {

using commands::Deliveries;

// Those who sent most come first, and of many only these are named.
std::string senders_of(const workspace::Delivery &delivery, const catalogue::Catalogue &catalogue) {
    constexpr std::size_t named = 3;
    std::vector<std::pair<std::string, std::uint64_t>> senders(delivery.senders.begin(),
                                                               delivery.senders.end());
    std::ranges::stable_sort(senders, std::greater(), &std::pair<std::string, std::uint64_t>::second);
    std::vector<std::string> names;
    for (const auto &[code, features] : senders)
        names.push_back(code.empty() ? say("(none)") : format::admin_label(catalogue, code));
    if (names.size() <= named + 1)
        return fmt::format("{}", fmt::join(names, "、"));
    return say("{} and {} more", fmt::join(names.begin(), names.begin() + named, "、"), names.size() - named);
}

/// To the second, without the letters of ISO.
std::string time_of(const workspace::Delivery &delivery) {
    std::string time = delivery.at.substr(0, std::string_view("2026-01-01T00:00:00").size());
    std::replace(time.begin(), time.end(), 'T', ' ');
    return time;
}

std::string result_of(const workspace::Delivery &delivery) {
    if (!delivery.imported)
        return say("refused: {}", delivery.message);
    return delivery.quarantined == 0 ? say("imported")
                                     : say("imported, {} in quarantine", delivery.quarantined);
}

void print_table(std::ostream &out, const Deliveries &deliveries, const catalogue::Catalogue &catalogue) {
    console::Table table{
        {say("time"), say("from"), say("layer"), say("file"), say("features"), say("result"), say("by")},
        {false, false, false, false, true, false, false},
        {}};
    for (const workspace::Delivery &delivery : deliveries.rows)
        table.cells.push_back(
            {time_of(delivery), senders_of(delivery, catalogue),
             delivery.layer.empty()
                 ? "–"
                 : format::layer_label(format::find_layer(catalogue, delivery.layer), delivery.layer),
             std::filesystem::path(delivery.file).filename().string(), fmt::format("{}", delivery.features),
             result_of(delivery), delivery.who});
    console::print(out, table);
    std::vector<std::string> names;
    for (const std::string &code : deliveries.missing)
        names.push_back(format::admin_label(catalogue, code));
    if (!names.empty())
        out << '\n' << say("Nothing yet from {} banners: {}.", names.size(), fmt::join(names, "、")) << '\n';
}

void print_csv(std::ostream &out, const Deliveries &deliveries) {
    console::write_csv(
        out, {"time", "senders", "layer", "file", "features", "quarantined", "imported", "message", "who"});
    for (const workspace::Delivery &delivery : deliveries.rows) {
        std::vector<std::string> codes;
        for (const auto &[code, features] : delivery.senders)
            codes.push_back(code);
        console::write_csv(out, {delivery.at, fmt::format("{}", fmt::join(codes, ";")), delivery.layer,
                                 delivery.file, fmt::format("{}", delivery.features),
                                 fmt::format("{}", delivery.quarantined), delivery.imported ? "1" : "0",
                                 delivery.message, delivery.who});
    }
}

} // namespace

void add_deliveries(const Command &app, Session &session) {
    const auto arguments = std::make_shared<Printed<commands::DeliveriesCommand>>();
    const Command command = app.add_command(
        "deliveries",
        translated("Lists what was delivered: by whom, when, into which layer and with what result, and "
                   "which banners have sent nothing yet."));
    command.group(translated("Work"));
    add_workspace(command, arguments->workspace);
    command.add_option("LAYER", arguments->layer, translated("Only this layer, by id or name"));
    add_output_options(command, arguments->output);
    command.callback([arguments, &session] {
        perform(*arguments, session, [&](std::ostream &out, const Deliveries &value, console::Format format) {
            if (format == console::Format::json)
                out << commands::json_of(value);
            else if (format == console::Format::csv)
                print_csv(out, value);
            else
                print_table(out, value, session.context.catalogue());
        });
    });
}

} // namespace qitu::cli
