extension String {
  /// Whether its bytes come before those of another text: an order that is the same on every machine.
  ///
  /// Names of thousands of schools are put in order in each build, so eight bytes are compared at once.
  package func precedes(_ other: String) -> Bool {
    var (one, two) = (self, other)
    return one.withUTF8 { one in
      two.withUTF8 { two in
        let (one, two) = (UnsafeRawBufferPointer(one), UnsafeRawBufferPointer(two))
        let common = min(one.count, two.count)
        var offset = 0
        while offset + 8 <= common {
          let left = unsafe one.loadUnaligned(fromByteOffset: offset, as: UInt64.self).bigEndian
          let right = unsafe two.loadUnaligned(fromByteOffset: offset, as: UInt64.self).bigEndian
          guard left == right else { return left < right }
          offset += 8
        }
        while offset < common {
          let (left, right) = unsafe (one[offset], two[offset])
          guard left == right else { return left < right }
          offset += 1
        }
        return one.count < two.count
      }
    }
  }

  /// Whether it has the same bytes as another text: two spellings of one letter are equal as texts, and have not.
  package func hasBytes(of other: String) -> Bool {
    let (own, others) = (utf8.span, other.utf8.span)
    guard own.count == others.count else { return false }
    return unsafe own.bytes.withUnsafeBytes { own in
      unsafe others.bytes.withUnsafeBytes { others in
        var offset = 0
        while offset + 8 <= own.count {
          let left = unsafe own.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
          let right = unsafe others.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
          guard left == right else { return false }
          offset += 8
        }
        while offset < own.count {
          guard unsafe own[offset] == others[offset] else { return false }
          offset += 1
        }
        return true
      }
    }
  }
}
