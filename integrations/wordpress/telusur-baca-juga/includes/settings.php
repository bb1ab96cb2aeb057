<?php
/**
 * What the newsroom configured: one option, read in one place.
 */

namespace Telusur\BacaJuga;

defined( 'ABSPATH' ) || exit;

const OPTION        = 'telusur_baca_juga';
const DEFAULT_LABEL = 'Baca Juga:';

/**
 * Returns the settings: address of the archive (no slash at its end), token, label, secret.
 *
 * @return array{address: string, token: string, label: string, secret: string}
 */
function settings(): array {
	$stored = get_option( OPTION );
	$stored = is_array( $stored ) ? array_filter( $stored, 'is_string' ) : array();
	return array(
		'address' => $stored['address'] ?? '',
		'token'   => $stored['token'] ?? '',
		'label'   => $stored['label'] ?? DEFAULT_LABEL,
		'secret'  => $stored['secret'] ?? '',
	);
}

/**
 * Returns the types of posts that are stories.
 *
 * @return string[]
 */
function story_types(): array {
	return (array) apply_filters( 'telusur_baca_juga_post_types', array( 'post' ) );
}
