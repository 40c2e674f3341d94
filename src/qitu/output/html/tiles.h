// Addresses of tiles, as bureaus give them.
#pragma once

#include <string>
#include <string_view>

namespace qitu::html {

/// "https://t0.tianditu.gov.cn", of an address that is_tile_address takes.
std::string origin_of(std::string_view address);

} // namespace qitu::html
