/* What the panel and the box share: asking, and the line that is inserted. */
( () => {
	'use strict';
	const words = window.telusurBacaJuga;

	/* The server gives up sooner and says why; this is for a site that hangs itself. In milliseconds. */
	const PATIENCE = 12000;

	/* Headline and label are text, whatever stands in them: elements are made, never written. Square brackets would
	   run a shortcode when the story is published. */
	words.line = ( { url, title } ) => {
		const line = document.createElement( 'p' );
		const label = document.createElement( 'strong' );
		const link = document.createElement( 'a' );
		label.textContent = words.label;
		link.textContent = title;
		link.href = url;
		line.append( label, ' ', link );
		return line.innerHTML.replaceAll( '[', '&#91;' ).replaceAll( ']', '&#93;' );
	};

	words.ask = async ( data ) => {
		const patience = new AbortController();
		const timer = setTimeout( () => patience.abort(), PATIENCE );
		try {
			const answer = await window.wp.apiFetch( { path: words.path, method: 'POST', data, signal: patience.signal } );
			return { suggestions: answer.suggestions };
		} catch ( error ) {
			return { problem: String( error?.code ).startsWith( 'telusur_' ) ? error.message : words.failed };
		} finally {
			clearTimeout( timer );
		}
	};
} )();
