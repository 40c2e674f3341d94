// The page for browsers: files that are compiled in, so that no path of a request is ever one of the disk.
#pragma once

#include "http.h"

#include <optional>
#include <string_view>

namespace qitu::server {

extern const std::string_view index_html, page_css, app_js, checked_js, events_js, hand_in_js, map_js,
    merges_js, mvt_js, parts_js, send_js, server_js, sha256_js, upload_js, words_js;

/// The page at / for who accepts HTML, and its parts under /page/; nothing for any other path.
std::optional<Response> page_file(const Request &request);

} // namespace qitu::server
