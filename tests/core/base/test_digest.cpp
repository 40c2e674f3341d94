#include <qitu/core/base/digest.h>
#include <qitu/core/base/random.h>

#include <catch2/catch.hpp>

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

using namespace qitu;

namespace {

std::span<const std::byte> bytes(std::string_view text) {
    return std::as_bytes(std::span(text));
}

} // namespace

// FIPS 180-4, examples of SHA-256 (NIST, Cryptographic Standards and Guidelines: Examples with Intermediate
// Values).
TEST_CASE("SHA-256 has the values of the standard") {
    Sha256 sha;
    CHECK(hex_of(sha.take()) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    sha.add(bytes("abc"));
    CHECK(hex_of(sha.take()) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    sha.add(bytes("abcdbcdecdefdefgefghfghighij"));
    sha.add(bytes("hijkijkljklmklmnlmnomnopnopq"));
    CHECK(hex_of(sha.take()) == "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

// The first values of seed 1234567, as Java's SplittableRandom and the reference in C by Vigna give them.
TEST_CASE("SplitMix64 has the values of its reference") {
    SplitMix64 random(1234567);
    for (const std::uint64_t expected :
         {6457827717110365317ULL, 3203168211198807973ULL, 9817491932198370423ULL, 4593380528125082431ULL,
          16408922859458223821ULL})
        CHECK(random.next() == expected);
}
