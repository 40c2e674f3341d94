#include "tiles.h"

#include "markup.h"
#include "page_parts.h"

#include <qitu/core/base/message.h>
#include <qitu/core/base/text.h>
#include <qitu/output/html/html.h>

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <set>
#include <string>

namespace qitu::html {

namespace {

constexpr std::string_view schemes[] = {"https://", "http://"};

std::string_view scheme_of(std::string_view address) {
    for (const std::string_view scheme : schemes)
        if (address.starts_with(scheme))
            return scheme;
    return "";
}

// Of names, numbers and ports: nothing that could end a policy of the page.
bool is_host_sign(char sign) {
    return std::isalnum(static_cast<unsigned char>(sign)) != 0 ||
           std::string_view("-.:[]").find(sign) != std::string_view::npos;
}

} // namespace

std::string origin_of(std::string_view address) {
    const std::string_view scheme = scheme_of(address);
    return std::string(address.substr(0, std::min(address.find('/', scheme.size()), address.size())));
}

bool is_tile_address(const std::string &address) {
    const std::string_view scheme = scheme_of(address);
    const std::string origin = origin_of(address);
    const auto has = [&](std::string_view part) { return address.find(part) != std::string::npos; };
    return !scheme.empty() && origin.size() > scheme.size() &&
           std::all_of(origin.begin() + static_cast<std::ptrdiff_t>(scheme.size()), origin.end(),
                       is_host_sign) &&
           has("{z}") && has("{x}") && has("{y}") &&
           folded(address).find("tilematrixset=c&") == std::string::npos;
}

std::string placing_of(const map::Placing &placing) {
    return fmt::format(" data-conic=\"{} {} {} {} {} {}\"", placing.middle, placing.n, placing.c, placing.x,
                       placing.y, placing.size);
}

std::string base_map_note(const PageFigures &page) {
    std::set<std::string> hosts;
    for (const std::string &address : page.tiles)
        hosts.insert(origin_of(address).substr(scheme_of(address).size()));
    return hosts.empty() ? ""
                         : fmt::format("<p class=\"quiet\">{}</p>",
                                       escaped(say("Base map: {}.", fmt::join(hosts, say(", ")))));
}

} // namespace qitu::html
