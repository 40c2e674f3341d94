#include "page_files.h"

#include <string>

namespace qitu::server {

namespace {

Response file_of(std::string_view text, const char *type) {
    Response response{200, type, std::string(text), {{"Cache-Control", "no-cache"}}};
    return response;
}

} // namespace

std::optional<Response> page_file(const Request &request) {
    constexpr const char *script = "text/javascript; charset=utf-8";
    if (request.method != "GET" && request.method != "HEAD")
        return std::nullopt;
    if (request.path == "/" && request.header("accept").find("text/html") != std::string_view::npos)
        return file_of(index_html, "text/html; charset=utf-8");
    if (request.path == "/page/page.css")
        return file_of(page_css, "text/css; charset=utf-8");
    if (request.path == "/favicon.ico")
        return Response{204, "", "", {}};
    for (const auto &[path, text] : {std::pair{"/page/app.js", app_js},
                                     {"/page/checked.js", checked_js},
                                     {"/page/events.js", events_js},
                                     {"/page/hand_in.js", hand_in_js},
                                     {"/page/map.js", map_js},
                                     {"/page/merges.js", merges_js},
                                     {"/page/mvt.js", mvt_js},
                                     {"/page/parts.js", parts_js},
                                     {"/page/send.js", send_js},
                                     {"/page/server.js", server_js},
                                     {"/page/sha256.js", sha256_js},
                                     {"/page/upload.js", upload_js},
                                     {"/page/words.js", words_js}})
        if (request.path == path)
            return file_of(text, script);
    return std::nullopt;
}

} // namespace qitu::server
