// Numbers and texts one behind the other, as they pass from process to process. Who reads believes nothing.
#pragma once

#include <cstddef>
#include <cstring>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace qitu {

class ByteWriter {
  public:
    template <typename Number>
    requires std::is_arithmetic_v<Number> || std::is_enum_v<Number>
    void add(Number number) { bytes_.append(reinterpret_cast<const char *>(&number), sizeof number); }
    void add(std::string_view text) {
        add(text.size());
        bytes_.append(text);
    }
    void add(const std::string &text) { add(std::string_view(text)); }
    void add(std::span<const std::byte> bytes) {
        add(std::string_view(reinterpret_cast<const char *>(bytes.data()), bytes.size()));
    }

    [[nodiscard]] const std::string &bytes() const { return bytes_; }
    [[nodiscard]] std::size_t size() const { return bytes_.size(); }

  private:
    std::string bytes_;
};

/// Throws std::length_error where the bytes end too early.
class ByteReader {
  public:
    explicit ByteReader(std::string bytes) : bytes_(std::move(bytes)) {}

    template <typename Number>
    Number number() {
        static_assert(std::is_arithmetic_v<Number> || std::is_enum_v<Number>);
        Number result{};
        std::memcpy(&result, take(sizeof result).data(), sizeof result);
        return result;
    }
    /// Of what follows, each of a byte at least.
    std::size_t count() {
        const auto result = number<std::size_t>();
        if (result > bytes_.size() - at_)
            throw std::length_error("cage: too short");
        return result;
    }
    std::string_view view() { return take(count()); }
    std::string text() { return std::string(view()); }

  private:
    std::string_view take(std::size_t size) {
        if (size > bytes_.size() - at_)
            throw std::length_error("cage: too short");
        const std::string_view result = std::string_view(bytes_).substr(at_, size);
        at_ += size;
        return result;
    }
    std::string bytes_;
    std::size_t at_ = 0;
};

} // namespace qitu
