#include "crs/geojson_crs.h"

#include "open/json_strings.h"

#include <cpl_json.h>

#include <fstream>

namespace qitu::reader {

namespace {

/// Follows a JSON text byte by byte and keeps the value of the member crs of its outermost object.
class CrsMember {
  public:
    /// False when the value is complete.
    bool take(char c) {
        if (found_ && !strings_.within() && depth_ == 1 && (c == ',' || c == '}'))
            return false;
        if (found_)
            value_ += c;
        if (!strings_.take(c))
            take_between(c);
        return true;
    }
    [[nodiscard]] const std::string &value() const { return value_; }

  private:
    void take_between(char c) {
        if (c == '{' || c == '[')
            ++depth_;
        else if (c == '}' || c == ']')
            --depth_;
        else if (c == ':' && depth_ == 1)
            found_ = strings_.last() == "crs";
    }

    int depth_ = 0;
    bool found_ = false;
    JsonStrings strings_;
    std::string value_;
};

std::string member_of(const std::filesystem::path &file) {
    CrsMember member;
    std::ifstream stream(file, std::ios::binary);
    std::string bytes(1 << 16, '\0');
    while (stream) {
        stream.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
        for (std::streamsize i = 0; i < stream.gcount(); ++i)
            if (!member.take(bytes[static_cast<std::size_t>(i)]))
                return member.value();
    }
    return member.value();
}

} // namespace

std::string geojson_crs(const std::filesystem::path &file) {
    std::string text = member_of(file);
    CPLJSONDocument document;
    if (text.empty() || !document.LoadMemory("{\"crs\":" + text + "}"))
        return text;
    const CPLJSONObject crs = document.GetRoot().GetObj("crs");
    if (crs.GetType() == CPLJSONObject::Type::Null)
        return {};
    if (std::string name = crs.GetString("properties/name"); !name.empty())
        return name;
    const int code = crs.GetInteger("properties/code", 0);
    return code > 0 ? "EPSG:" + std::to_string(code) : text;
}

} // namespace qitu::reader
