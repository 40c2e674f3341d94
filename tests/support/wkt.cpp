#include "wkt.h"

#include <cctype>
#include <cstdint>
#include <cstring>
#include <stdexcept>
#include <string>

namespace qitu::test {

namespace {

using Bytes = std::vector<std::byte>;

template <typename Number>
void put(Bytes &wkb, Number number) {
    const auto *bytes = reinterpret_cast<const std::byte *>(&number);
    wkb.insert(wkb.end(), bytes, bytes + sizeof number);
}

class Parser {
  public:
    explicit Parser(std::string_view text) : text_(text) {}

    void geometry(Bytes &wkb) {
        static constexpr const char *names[]{
            "POINT",           "LINESTRING",   "POLYGON",           "MULTIPOINT",
            "MULTILINESTRING", "MULTIPOLYGON", "GEOMETRYCOLLECTION"};
        const std::string name = word();
        for (std::uint32_t type = 1; type <= 7; ++type)
            if (name == names[type - 1])
                return body(type, wkb);
        throw std::invalid_argument("no WKT type: " + name);
    }

  private:
    void body(std::uint32_t type, Bytes &wkb) {
        put(wkb, std::uint8_t{1});
        put(wkb, type);
        if (type == 1)
            return single_point(wkb);
        list(wkb, [&] {
            switch (type) {
            case 2:
                return point(wkb);
            case 3:
                return list(wkb, [&] { point(wkb); });
            case 7:
                return geometry(wkb);
            default:
                return body(type - 3, wkb);
            }
        });
    }

    void single_point(Bytes &wkb) {
        if (takes("EMPTY")) {
            put(wkb, std::stod("nan"));
            put(wkb, std::stod("nan"));
            return;
        }
        expect('(');
        point(wkb);
        expect(')');
    }

    void point(Bytes &wkb) {
        put(wkb, std::stod(word()));
        put(wkb, std::stod(word()));
    }

    template <typename Item>
    void list(Bytes &wkb, const Item &item) {
        const std::size_t at = wkb.size();
        std::uint32_t count = 0;
        put(wkb, count);
        if (takes("EMPTY"))
            return;
        expect('(');
        do {
            item();
            ++count;
        } while (takes(","));
        expect(')');
        std::memcpy(wkb.data() + at, &count, sizeof count);
    }

    void skip_blanks() {
        while (!text_.empty() && std::isspace(static_cast<unsigned char>(text_.front())) != 0)
            text_.remove_prefix(1);
    }
    std::string word() {
        skip_blanks();
        const std::size_t length = std::min(text_.find_first_of(" ,()\n"), text_.size());
        std::string result(text_.substr(0, length));
        text_.remove_prefix(length);
        return result;
    }
    bool takes(std::string_view what) {
        skip_blanks();
        const bool found = text_.substr(0, what.size()) == what;
        if (found)
            text_.remove_prefix(what.size());
        return found;
    }
    void expect(char sign) {
        if (!takes(std::string_view(&sign, 1)))
            throw std::invalid_argument("expected " + std::string(1, sign) + " before " +
                                        std::string(text_.substr(0, 20)));
    }

    std::string_view text_;
};

} // namespace

std::vector<std::byte> wkb_from_wkt(std::string_view wkt) {
    Bytes wkb;
    Parser(wkt).geometry(wkb);
    return wkb;
}

} // namespace qitu::test
